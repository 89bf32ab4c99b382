using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Winnow.Serving.Http;

/// <summary>Failures as problem details (RFC 9457): what came, what was expected, what to do.</summary>
internal static class Problems
{
    private const string ContentType = "application/problem+json";

    /// <summary>A failure as the result of a handler.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="detail">What came, what was expected, what to do.</param>
    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(Details(status, detail));

    /// <summary>Writes a failure where no handler answered.</summary>
    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(Details(status, detail), ServerJson.Default.ProblemDetails, ContentType, http.RequestAborted);
    }

    /// <summary>Writes what a status without a body means.</summary>
    public static Task WriteBareAsync(HttpContext http) => WriteAsync(http, http.Response.StatusCode, Meaning(http));

    /// <summary>What is wrong with a body that could not be read.</summary>
    public static string OfBody(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => $"The body is larger than {Limits.BodyBytes} bytes; split it.",
        StatusCodes.Status415UnsupportedMediaType => "The body has another content type than application/json; send JSON and say so in Content-Type.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly; send it at once.",
        _ => fault.InnerException is JsonException json ? OfJson(json) : $"The request cannot be read: {fault.Message}",
    };

    [SuppressMessage("Globalization", "CA1863", Justification = "One message a failed request.")]
    private static string OfJson(JsonException fault)
    {
        string message = fault.Message;
        int position = message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (position >= 0) message = message[..position];
        message = message.Replace("Winnow.Serving.Http.", "", StringComparison.Ordinal);
        string where = string.IsNullOrEmpty(fault.Path) || fault.Path == "$" ? "" : $" (at {fault.Path})";
        return $"The body is not as /openapi/v1.json says{where}: {message}";
    }

    private static string Meaning(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read. See /openapi/v1.json for what is expected.",
        StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}. The routes are listed in /openapi/v1.json.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => $"The body is larger than {Limits.BodyBytes} bytes; split it.",
        StatusCodes.Status415UnsupportedMediaType => "The body has another content type than application/json; send JSON and say so in Content-Type.",
        _ => "The request failed.",
    };

    private static ProblemDetails Details(int status, string detail) => new()
    {
        Type = $"https://www.rfc-editor.org/rfc/rfc9110#status.{status}",
        Title = Title(status),
        Status = status,
        Detail = detail,
    };

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not as expected",
        StatusCodes.Status401Unauthorized => "No valid key",
        StatusCodes.Status403Forbidden => "The key does not allow this",
        StatusCodes.Status404NotFound => "Not there",
        StatusCodes.Status405MethodNotAllowed => "Another method is expected",
        StatusCodes.Status408RequestTimeout => "Too slow",
        StatusCodes.Status409Conflict => "Not now",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Another content type is expected",
        StatusCodes.Status422UnprocessableEntity => "Understood, but it cannot be done",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status503ServiceUnavailable => "Not available at the moment",
        _ => status < StatusCodes.Status500InternalServerError ? "The request failed" : "A fault of the server",
    };
}
