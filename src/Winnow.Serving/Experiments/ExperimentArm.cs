namespace Winnow.Serving;

/// <summary>A variant and its share.</summary>
/// <param name="Variant">Name of the variant, as releases are swapped into it.</param>
/// <param name="Share">Share of the users, or for the shadow of the requests, in [0, 1].</param>
public sealed record ExperimentArm(string Variant, double Share);
