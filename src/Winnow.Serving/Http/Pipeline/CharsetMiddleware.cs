using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Winnow.Serving.Http;

/// <summary>Refuses bodies in another character set than UTF-8, which JSON is always in (RFC 8259, section 8.1).</summary>
internal sealed class CharsetMiddleware(RequestDelegate next)
{
    /// <summary>Checks and goes on.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        bool isUtf8 = !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);
        return isUtf8 ? next(http) : Problems.WriteAsync(http, StatusCodes.Status415UnsupportedMediaType, "The body is in another character set than UTF-8; send UTF-8, with or without saying so.");
    }
}
