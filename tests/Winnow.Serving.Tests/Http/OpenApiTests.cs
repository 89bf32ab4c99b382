using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Winnow.Serving.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_EveryRoute_IsInItWithItsKey()
    {
        await using TestServer server = await StartAsync();

        JsonElement document = await JsonAsync(server.Read.GetAsync(new Uri(OpenApiDocument.Path, UriKind.Relative)));

        JsonElement paths = document.GetProperty("paths");
        int found = 0;
        foreach (RouteEndpoint route in server.Server.Parts.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string path = "/" + route.RoutePattern.RawText!.TrimStart('/');
            if (path.StartsWith("/openapi", StringComparison.Ordinal) || path.StartsWith("/console", StringComparison.Ordinal) || path == "/") continue;
            JsonElement operation = paths.GetProperty(path).GetProperty(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            bool asksForKey = route.Metadata.GetMetadata<KeyRequirement>()!.Kind is not null;
            Assert.Equal(asksForKey, operation.TryGetProperty("security", out _));
            found++;
        }
        Assert.True(found >= 15, $"{found} routes");
        Assert.Equal("X-Api-Key", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Document_Recommend_DescribesBodyAnswerAndFailures()
    {
        await using TestServer server = await StartAsync();

        JsonElement document = await JsonAsync(server.Read.GetAsync(new Uri(OpenApiDocument.Path, UriKind.Relative)));

        JsonElement operation = document.GetProperty("paths").GetProperty("/v1/recommend").GetProperty("post");
        JsonElement body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        Assert.Equal("u1", body.GetProperty("example").GetProperty("user").GetString());
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas"), asked = schemas.GetProperty("RecommendBody").GetProperty("properties");
        Assert.Equal(["context", "count", "exclude", "explain", "seed", "user", "variant"], asked.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Contains("null", schemas.GetProperty("RecommendedItem").GetProperty("properties").GetProperty("score").GetProperty("type").ToString(), StringComparison.Ordinal);
        foreach (string status in new[] { "200", "400", "401", "403", "429", "503" }) Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _), status);
    }

    [Fact]
    public async Task Examples_SentAsTheyStand_AreTaken()
    {
        await using TestServer server = await StartAsync();
        await server.Server.Releases.SwapAsync("g1", "green");
        await server.Server.Releases.SwapAsync("g2", "green");

        foreach ((string route, string body) in Examples.Bodies)
        {
            string[] parts = route.Split(' ');
            string path = parts[1].Replace("{id}", "i1", StringComparison.Ordinal);
            using HttpResponseMessage response = await (parts[0] == "PATCH" ? PatchAsync(server.Admin, path, body) : PostAsync(server.Admin, path, body));
            Assert.True(response.IsSuccessStatusCode, $"{route}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
