using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Winnow.Serving.Http;

/// <summary>The outermost step: every failure leaves as problem details, every request is counted.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ServingMetrics metrics, RequestRecorder recorder, TimeProvider time, ILogger<ProblemMiddleware> log)
{
    private const string RetrySeconds = "1";

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        long began = time.GetTimestamp();
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null, ContentType: null })
                await Problems.WriteBareAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;       // nobody is there to read it; metrics do
        }
        catch (Exception e) when (e is FeatureStoreException or EventLogException && !http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = RetrySeconds;
            if (e is FeatureStoreException) metrics.StoreFailed(Route.Of(http));
            recorder.Refused(StatusCodes.Status503ServiceUnavailable);
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (RefusedException e) when (!http.Response.HasStarted)
        {
            if (e.Status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = RetrySeconds;
            recorder.Refused(e.Status);
            await Problems.WriteAsync(http, e.Status, e.Message);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            recorder.Refused(e.StatusCode);
            await Problems.WriteAsync(http, e.StatusCode, Problems.OfBody(e));
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFault(log, e, Route.Of(http));
            recorder.Refused(StatusCodes.Status500InternalServerError);
            await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "A fault of the server itself; its log says more. Please report it.");
        }
        finally
        {
            metrics.RequestEnded(Route.Of(http), http.Request.Method, http.Response.StatusCode, time.GetElapsedTime(began));
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request of {Route} failed by a fault of the server")]
    private static partial void LogFault(ILogger log, Exception fault, string route);
}
