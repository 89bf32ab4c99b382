using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>The description of all routes at <c>/openapi/v1.json</c>: bodies, answers, failures, keys, examples.</summary>
internal static class OpenApiDocument
{
    /// <summary>Where it is.</summary>
    public const string Path = "/openapi/v1.json";

    private const string KeyScheme = "key", BearerScheme = "bearer";

    /// <summary>Adds what makes it.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Operation(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Schema(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi(Path).RequireKey(ApiKeyKind.Read);

    private static void Describe(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Winnow",
            Version = "v1",
            Description = "Recommends items. Bodies are strict: an unknown property is refused by name. Failures are problem details (RFC 9457).",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = KeyMiddleware.Header, Description = "A key of the kind that the route asks for." },
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The same key as a bearer token." },
        };
    }

    /// <summary>Says which key a route asks for, and shows a body.</summary>
    private static void Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        KeyRequirement? asked = context.Description.ActionDescriptor.EndpointMetadata.OfType<KeyRequirement>().FirstOrDefault();
        if (asked?.Kind is { } kind)
        {
            operation.Description = $"Asks for a key of the kind `{kind.ToString().ToLowerInvariant()}` or above.";
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] },
            ];
        }
        string route = $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
        if (Examples.Bodies.TryGetValue(route, out string? body) && operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? request) == true)
            request.Example = JsonNode.Parse(body);
        if (Examples.Answers.TryGetValue(route, out (string Status, string Json) answer)
            && operation.Responses?.TryGetValue(answer.Status, out IOpenApiResponse? response) == true
            && response.Content?.TryGetValue("application/json", out OpenApiMediaType? shown) == true)
            shown.Example = JsonNode.Parse(answer.Json);
    }

    /// <summary>Describes what own converters write, of which the generator knows nothing.</summary>
    private static void Schema(OpenApiSchema schema, Type type)
    {
        if (type == typeof(float)) schema.Type = JsonSchemaType.Number | JsonSchemaType.Null;
        if (type != typeof(FeatureValues) && type != typeof(FeatureChanges)) return;
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalProperties = new OpenApiSchema
        {
            OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String },
                new OpenApiSchema { Type = JsonSchemaType.Number },
                new OpenApiSchema { Type = JsonSchemaType.Boolean },
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                new OpenApiSchema { Type = JsonSchemaType.Null },
            ],
        };
    }
}
