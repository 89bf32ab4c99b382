using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What a release knows of a user: the beginning of a feature store.</summary>
/// <param name="User">His id.</param>
/// <param name="Features">His features.</param>
/// <param name="History">Items he took, oldest first.</param>
/// <param name="Times">When he took them, in seconds since 1970 or whatever the log counts in; empty if it did not tell.</param>
public sealed record PackedUser(string User, FeatureValues Features, IReadOnlyList<string> History, IReadOnlyList<long> Times);
