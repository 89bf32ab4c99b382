namespace Winnow.Serving.Http;

/// <summary>The examples of the OpenAPI document. A test sends the bodies, so they stay true.</summary>
internal static class Examples
{
    /// <summary>Bodies by method and route.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } = new Dictionary<string, string>
    {
        ["POST /v1/recommend"] = """{"user": "u1", "count": 3, "context": {"device": "phone", "hour": 9}, "exclude": ["i7"]}""",
        ["POST /v1/rank"] = """{"user": "u1", "candidates": ["i1", "i2", "i3"]}""",
        ["PATCH /v1/users/{id}"] = """{"features": {"age": 34, "interests": ["film", "jazz"], "city": null}}""",
        ["PATCH /v1/items/{id}"] = """{"features": {"price": 2.55, "stock": 0}}""",
        ["POST /v1/events"] = """{"events": [{"user": "u1", "item": "i2", "type": "click", "requestId": "0198c0de000070008000000000000001"}]}""",
        ["POST /admin/releases"] = """{"path": "releases/2026-08-01", "variant": "green"}""",
        ["POST /admin/rollback"] = """{"variant": "green"}""",
        ["POST /admin/experiments"] = """{"name": "summer", "arms": [{"variant": "green", "share": 0.1}], "shadow": {"variant": "green", "share": 0.05}}""",
    };

    /// <summary>Answers by method and route.</summary>
    public static IReadOnlyDictionary<string, (string Status, string Json)> Answers { get; } = new Dictionary<string, (string, string)>
    {
        ["POST /v1/recommend"] = ("200", """
            {"requestId": "0198c0de000070008000000000000001", "release": "shop-4f2a", "variant": "main", "items": [{"item": "i2", "score": 1.73}],
             "stages": [{"stage": "recall", "entered": 3706, "left": 500, "milliseconds": 1.9}, {"stage": "rank", "entered": 100, "left": 20, "milliseconds": 3.1}], "degraded": false}
            """),
        ["POST /v1/events"] = ("202", """{"accepted": 1, "position": 4711, "inHistories": true}"""),
        ["GET /v1/users/{id}"] = ("200", """{"user": "u1", "features": {"age": 34}, "history": [{"item": "i1", "time": "2026-08-01T09:00:00+00:00"}]}"""),
    };
}
