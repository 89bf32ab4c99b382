using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Winnow.Serving.Http;

/// <summary>How messages are read and written: by generated code, strictly. An unknown, doubled or ill-typed property is refused by name.</summary>
[JsonSerializable(typeof(RecommendBody))]
[JsonSerializable(typeof(RankBody))]
[JsonSerializable(typeof(RecommendAnswer))]
[JsonSerializable(typeof(FeaturesBody))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(SimilarAnswer))]
[JsonSerializable(typeof(EventsBody))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(SwapBody))]
[JsonSerializable(typeof(RollBackBody))]
[JsonSerializable(typeof(ReleasesAnswer))]
[JsonSerializable(typeof(ExperimentBody))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]        // as it writes outside of handlers
internal sealed partial class ServerJson : JsonSerializerContext
{
    /// <summary>Sets what is the same for all messages.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = Limits.JsonDepth;
        options.Converters.Add(new FeatureValuesConverter());
        options.Converters.Add(new FeatureChangesConverter());
        options.Converters.Add(new FiniteNumberConverter());
        options.TypeInfoResolverChain.Clear();
        options.TypeInfoResolverChain.Add(Default);
    }
}
