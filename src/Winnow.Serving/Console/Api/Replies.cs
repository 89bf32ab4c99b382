using Winnow.Data;

namespace Winnow.Serving.ConsoleApi;

internal sealed record ReleasesReply(bool Ready, int Items, IReadOnlyList<ServedVariant> Variants, IReadOnlyList<SwapReply> Swaps);

internal sealed record SwapReply(DateTimeOffset Time, string Variant, string? From, string To, bool IsRollBack, double Seconds, string? Fault);

internal sealed record UsersReply(IReadOnlyList<ListedUser> Users);

internal sealed record ListedUser(string Id, int History, string About);

internal sealed record UserReply(string Id, bool Known, FeatureValues Features, int HistoryLength, IReadOnlyList<TakenItem> History);

internal sealed record TakenItem(TitledItem Item, DateTimeOffset Time);

internal sealed record TitledItem(string Item, string Title, FeatureValues Features);

internal sealed record RequestsReply(IReadOnlyList<RequestSummary> Requests);

internal sealed record RequestSummary(string Id, DateTimeOffset Time, double Milliseconds, string? User, string Variant, string Release, int Items, bool Degraded);

internal sealed record AnswerReply(
    string? RequestId, DateTimeOffset Time, string? User, string Variant, string Release, double Milliseconds, bool Degraded, bool Explained,
    int CatalogueSize, IReadOnlyList<StageReply> Stages, IReadOnlyList<ItemReply> Items);

internal sealed record StageReply(string Stage, int Entered, int Left, double Milliseconds, string? Degradation, IReadOnlyList<StageReply> Parts);

internal sealed record ItemReply(string Item, string Title, FeatureValues Features, float Score, ExplanationReply? Explanation);

internal sealed record ExplanationReply(
    IReadOnlyList<PlaceReply> Sources, IReadOnlyList<PlaceReply> Stages, IReadOnlyList<string> Rules, ScoreReply? Score);

internal sealed record PlaceReply(string Name, int Place, float Score);

internal sealed record ScoreReply(string Method, float Baseline, float Logit, float Remainder, IReadOnlyList<TermReply> Terms);

internal sealed record TermReply(string Feature, string Value, float Amount);

internal sealed record CompareReply(AnswerReply Left, AnswerReply Right);

internal sealed record MapReply(
    string Release, int CatalogueSize, double Explained, IReadOnlyList<MapPoint> Points, IReadOnlyList<MapColouring> Colourings);

internal sealed record MapPoint(string Item, string Title, float X, float Y);

/// <summary>A feature to colour the map by: texts (<see cref="Texts"/>, the most frequent first, and <see cref="Values"/>, numbers of them a point) or a number a point.</summary>
internal sealed record MapColouring(string Name, IReadOnlyList<string>? Texts, IReadOnlyList<int[]>? Values, IReadOnlyList<double?>? Numbers);

internal sealed record PlacesReply(IReadOnlyList<MapPoint> Points);

internal sealed record ModelsReply(string Release, string Description, string Library, int Items, int Users, int VectorDimension, IReadOnlyList<ModelCard> Models);

internal sealed record TicketReply(string Path);
