using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Requests as careless and hostile callers send them, made from legal ones. The same seed makes the same requests.</summary>
internal sealed class RequestMutator(Random random, IReadOnlyDictionary<string, string> bodies)
{
    private static readonly string[] s_texts =
    [
        "", " ", "i1", "u1", "r1", "main", "nowhere", "\0", "a\tb", "ÄÖÜ 🎬 𝔘", "\u202Eback", "..", "../../etc/passwd", "%00", "%2e%2e%2f", "%", "%zz", "{}", "[]", "null",
        "'; DROP TABLE users; --", "<script>alert(1)</script>", "$(reboot)", "C:\\CON", "\r\nX-Evil: 1", "wk_", "-1", "0", "1e400", "9223372036854775808", "NaN", "true",
    ];

    private static readonly string[] s_values =
    [
        "null", "true", "[]", "{}", "\"\"", "0", "-0", "-1", "1", "500", "501", "2147483647", "2147483648", "-9223372036854775809", "18446744073709551616", "1e308", "1e309", "-1e-400",
        "0.1", "1E+2", "00", "01", "+1", ".5", "0x10", "NaN", "Infinity", "\"i1\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83c\\udfac\"", "\"\\x\"", "\"2026-13-45T99:99:99Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "[null]", "[[]]", "[1,\"i1\",{}]", "{\"a\":{\"b\":1}}", "{\"\":1}", "{\"a\":1,\"a\":2}",
    ];

    private static readonly string[] s_types =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain", "application/xml",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/problem+json", "garbage", "",
    ];

    private static readonly (string Name, string[] Values)[] s_headers =
    [
        ("Accept", ["*/*", "application/xml", "application/json;q=0", "garbage;;;", ""]), ("Accept-Encoding", ["gzip", "br;q=0", "x"]), ("Accept-Language", ["de", "*;q=2", ";;"]),
        ("Range", ["bytes=0-1", "bytes=5-1", "lines=1"]), ("If-None-Match", ["*", "\"x\"", "W/"]), ("If-Modified-Since", ["yesterday", "Sun, 06 Nov 1994 08:49:37 GMT"]),
        ("Origin", ["http://evil.example", "null"]), ("Cookie", ["a=b", "=;=;="]), ("X-Forwarded-For", ["1.2.3.4", "::"]), ("traceparent", ["00-xyz", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""]),
        ("tracestate", ["a=b,c", "="]), ("baggage", ["a=b", ",,,"]), ("Content-Encoding", ["gzip", "identity", "x"]), ("Last-Event-ID", ["-1", "x"]), ("X-HTTP-Method-Override", ["DELETE"]),
    ];

    /// <summary>One request to a route; legal in many parts, and wrong in some.</summary>
    public HttpRequestMessage Next(KnownRoute route)
    {
        string path = route.Path(_ => Uri.EscapeDataString(Text())) + Query();
        HttpRequestMessage request = new(new HttpMethod(OneIn(30) ? Any<string>(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW"]) : route.Method), new Uri(path, UriKind.Relative));
        if (request.Method.Method is not ("GET" or "HEAD") || OneIn(20)) request.Content = Body(bodies.GetValueOrDefault(route.Template, "{}"));
        for (int i = random.Next(3); i > 0; i--)
        {
            (string name, string[] values) = Any(s_headers);
            HttpHeadersAdd(request, name, Any(values));
        }
        return request;
    }

    /// <summary>Bytes for a bare connection: a request that is broken as HTTP.</summary>
    public byte[] NextRaw(KnownRoute route, string key)
    {
        string line = Any<string>(
        [
            $"{route.Method} {route.Path(_ => "i1")} HTTP/1.1", $"{route.Method} {route.Path(_ => "i1")}", $"{route.Method} \u00FF\u00FE HTTP/1.1", $"{route.Method} /v1/users/%C3%28 HTTP/1.1",
            $"{route.Method} /v1/items/%F0%80/similar?count=%FF HTTP/1.1", "GET / HTTP/9.9", "\u0016\u0003\u0001", $"{route.Method}  /v1/recommend HTTP/1.1", $"GET /{new string('a', 9000)} HTTP/1.1", "PRI * HTTP/2.0",
        ]);
        string headers = Any<string>(
        [
            "", $"X-Api-Key: {key}\r\n", $"X-Api-Key: {key}\r\nX-Api-Key: {key}\r\n", $"X-Api-Key: {key}\r\nContent-Length: 5\r\n", $"X-Api-Key: {key}\r\nContent-Length: -1\r\n",
            $"X-Api-Key: {key}\r\nContent-Length: 99999999999\r\n", $"X-Api-Key: {key}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n", $"X-Api-Key: {key}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n",
            $"X-Api-Key: {key}\r\nX: {new string('y', 20_000)}\r\n", "No colon\r\n", $"X-Api-Key: {key}\r\nContent-Type: \u00FF\r\nContent-Length: 2\r\n", $"X-Api-Key: {key}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n",
        ]);
        string body = Any<string>(["", "{}", "2\r\n{}\r\n0\r\n\r\n", "zz\r\n{}\r\n", "FFFFFFFFF\r\n{}", "\u00C3\u0028", "{\"user\":\"\u00FF\u00FE\"}"]);
        return Encoding.Latin1.GetBytes($"{line}\r\nHost: x\r\nConnection: close\r\n{headers}\r\n{body}");
    }

    private static void HttpHeadersAdd(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private ByteArrayContent Body(string legal)
    {
        byte[] bytes = random.Next(10) switch
        {
            0 => RandomBytes(random.Next(300)),
            1 => Flipped(Encoding.UTF8.GetBytes(legal)),
            2 => Encoding.UTF8.GetBytes(legal)[..random.Next(Encoding.UTF8.GetByteCount(legal) + 1)],
            3 => Encoding.UTF8.GetBytes(Deep()),
            4 => Any<Encoding>([Encoding.Unicode, Encoding.UTF32, Encoding.Latin1]).GetBytes(legal),
            5 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(legal)],
            _ => Encoding.UTF8.GetBytes(Mutated(legal)),
        };
        ByteArrayContent content = new(bytes);
        string type = OneIn(8) ? Any(s_types) : "application/json";
        if (type.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>Replaces, doubles, renames or removes some places of legal JSON.</summary>
    private string Mutated(string legal)
    {
        const string mark = "\u0001mutated\u0001";
        JsonNode root = JsonNode.Parse(legal)!;
        List<string> values = [];
        for (int i = random.Next(3); i >= 0; i--)
        {
            List<JsonNode> places = [.. Places(root)];
            if (places.Count == 0) break;
            JsonNode place = Any(places);
            if (place.Parent is JsonObject owner && OneIn(5)) owner.Remove(place.GetPropertyName());
            else if (place.Parent is JsonObject named && OneIn(5)) named[Text() + values.Count] = place.DeepClone();
            else
            {
                place.ReplaceWith(JsonValue.Create($"{mark}{values.Count}{mark}"));
                values.Add(OneIn(3) ? $"\"{Text().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : Any(s_values));
            }
        }
        string text = root.ToJsonString();
        string written = JsonValue.Create(mark).ToJsonString().Trim('"');
        for (int i = 0; i < values.Count; i++) text = text.Replace($"\"{written}{i.ToString(CultureInfo.InvariantCulture)}{written}\"", values[i], StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject map => map.Where(p => p.Value is not null).SelectMany(p => Places(p.Value!).Prepend(p.Value!)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(v => Places(v).Prepend(v)),
        _ => [],
    };

    private string Deep()
    {
        int depth = random.Next(1, 4_000);
        return OneIn(2) ? $"{new string('[', depth)}{new string(']', depth)}" : $"{string.Concat(Enumerable.Repeat("{\"context\":", depth))}1{new string('}', depth)}";
    }

    private byte[] Flipped(byte[] bytes)
    {
        for (int i = random.Next(1, 6); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Query()
    {
        if (OneIn(2)) return "";
        StringBuilder query = new("?");
        for (int i = random.Next(4); i >= 0; i--)
            query.Append(Any<string>(["count", "query", "limit", "user", "item", "variant", "left", "right", "x", "count[]", ""])).Append(OneIn(8) ? "" : "=").Append(OneIn(4) ? Any<string>(["%FF", "%C3%28", "%00", "%"]) : Uri.EscapeDataString(Text())).Append('&');
        return query.ToString();
    }

    private string Text() => random.Next(12) switch
    {
        0 => new string('x', random.Next(5_000)),
        1 => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(1, 0xD800))]),
        _ => Any(s_texts),
    };

    private bool OneIn(int n) => random.Next(n) == 0;

    private T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
