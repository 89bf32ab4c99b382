using System.ComponentModel;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>What is known of an item.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Features">Its features, changes included; of an item that the release does not know, the changes alone.</param>
/// <param name="InRelease">Whether the main release knows it; if not, it can be recommended from the next one on.</param>
public sealed record ItemAnswer(
    [property: Description("Id of the item.")] string Item,
    [property: Description("Its features, changes included; of an item that the release does not know, the changes alone.")] FeatureValues Features,
    [property: Description("Whether the main release knows it; if not, it can be recommended from the next one on.")] bool InRelease);
