using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>Events were kept.</summary>
/// <param name="Accepted">How many: all of them.</param>
/// <param name="Position">Position of the log after them; they are on the disk.</param>
/// <param name="InHistories">Whether they are in the histories of the users already; if not, they will be as soon as the feature store can be reached.</param>
public sealed record EventsAnswer(
    [property: Description("How many: all of them.")] int Accepted,
    [property: Description("Position of the log after them; they are on the disk.")] long Position,
    [property: Description("Whether they are in the histories of the users already; if not, they will be as soon as the feature store can be reached.")] bool InHistories);
