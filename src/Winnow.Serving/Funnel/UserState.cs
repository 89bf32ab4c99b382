using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What is known of a user at the moment of a request.</summary>
/// <param name="Features">His raw features.</param>
/// <param name="History">Ids of the items he took, oldest first.</param>
public sealed record UserState(FeatureValues Features, IReadOnlyList<string> History)
{
    /// <summary>Of a user nothing is known about.</summary>
    public static UserState Unknown { get; } = new(FeatureValues.Empty, []);
}
