using System.Text.Json;
using System.Text.Json.Serialization;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>JSON of the console, made at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(FeatureValuesConverter), typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ReleasesReply))]
[JsonSerializable(typeof(UsersReply))]
[JsonSerializable(typeof(UserReply))]
[JsonSerializable(typeof(RequestsReply))]
[JsonSerializable(typeof(AnswerReply))]
[JsonSerializable(typeof(CompareReply))]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(MapReply))]
[JsonSerializable(typeof(PlacesReply))]
[JsonSerializable(typeof(ModelsReply))]
[JsonSerializable(typeof(TicketReply))]
[JsonSerializable(typeof(RecommendAsk))]
[JsonSerializable(typeof(CompareAsk))]
[JsonSerializable(typeof(ReportAsk))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
