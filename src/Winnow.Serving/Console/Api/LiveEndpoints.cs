using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Throughput, latency and degradations of the last minutes.</summary>
internal static class LiveEndpoints
{
    private const int MostPoints = 150;

    public static JsonHttpResult<LiveReport> Live(int? seconds, int? step, RequestRecorder recorder)
    {
        (int back, int each) = (seconds ?? 60, step ?? 1);
        if (each < 1 || back < each || back >= LiveWindow.Seconds || back % each != 0 || back / each > MostPoints)
            throw Asks.Bad($"seconds {back} and step {each} came; expected less than {LiveWindow.Seconds} seconds and a step that divides them into at most {MostPoints} parts.");
        return TypedResults.Json(recorder.Live.Report(back, each), ConsoleJson.Default.LiveReport);
    }
}
