namespace Winnow.Serving;

/// <summary>What was found of a user for a request.</summary>
/// <param name="State">What is known.</param>
/// <param name="Degradation">Null, or why it may not be all there is, and what was taken instead.</param>
internal readonly record struct FoundUser(UserState State, string? Degradation);
