using System.ComponentModel;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>What is known of a user.</summary>
/// <param name="User">His id.</param>
/// <param name="Features">His features.</param>
/// <param name="History">Items he took, oldest first.</param>
public sealed record UserAnswer(
    [property: Description("Id of the user.")] string User,
    [property: Description("His features.")] FeatureValues Features,
    [property: Description("Items he took, oldest first.")] IReadOnlyList<HistoryEntry> History);
