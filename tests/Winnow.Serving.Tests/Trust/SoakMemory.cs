using System.Globalization;
using System.Text;
using Winnow.Numerics;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Memory of the process, sampled between two swaps after a full collection.</summary>
/// <remarks>
/// The first half of a run fills what is bounded (pools, rings, caches, compiled code) and is left aside. Over the second half:
/// <list type="bullet">
/// <item>Managed and native memory of the library are counted to the byte, so what remains is requests under way. One release leaked in ten swaps, or 64 bytes a
/// request, is over the bound.</item>
/// <item>The working set also has the heap's spare room, which follows load. It may grow by a tenth, or by what its own scatter explains.</item>
/// </list>
/// </remarks>
internal sealed class SoakMemory
{
    private const double LeakedShareOfReleases = 0.1, LeakedBytesOfRequests = 64, WorkingSetShare = 0.1;

    private readonly List<Point> _points = [];

    private readonly record struct Point(double Seconds, int Swaps, long Requests, double Counted, double WorkingSet);

    public void Sample(TimeSpan at, int swaps, long requests)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        long counted = GC.GetTotalMemory(forceFullCollection: true) + NativeMemoryUsage.LiveBytes;
        _points.Add(new Point(at.TotalSeconds, swaps, requests, counted, Environment.WorkingSet));
    }

    /// <summary>Fails if memory grows faster than said above.</summary>
    /// <param name="release">Memory of one loaded release, bytes.</param>
    public void AssertFlat(long release)
    {
        Assert.Equal(0, NativeMemoryUsage.LeakedBytes);
        List<Point> late = Late();
        Point first = late[0], last = late[^1];
        double seconds = last.Seconds - first.Seconds;
        double allowed = (LeakedShareOfReleases * release * (last.Swaps - first.Swaps)) + (LeakedBytesOfRequests * (last.Requests - first.Requests));
        (double counted, double error) = Slope(late, p => p.Counted);
        Assert.True((counted - 3 * error) * seconds < allowed, $"Counted memory grows by {counted * seconds:N0} ± {error * seconds:N0} bytes, of which {allowed:N0} are allowed.{Environment.NewLine}{this}");
        (double workingSet, double scatter) = Slope(late, p => p.WorkingSet);
        Assert.True((workingSet - 3 * scatter) * seconds < WorkingSetShare * first.WorkingSet, $"The working set grows by {workingSet * seconds:N0} ± {scatter * seconds:N0} bytes.{Environment.NewLine}{this}");
    }

    public override string ToString()
    {
        StringBuilder text = new("seconds    swaps   requests   counted MiB   working set MiB\n");
        foreach (Point p in _points) text.Append(CultureInfo.InvariantCulture, $"{p.Seconds,7:0.0} {p.Swaps,8} {p.Requests,10} {p.Counted / (1 << 20),13:0.00} {p.WorkingSet / (1 << 20),17:0.0}\n");
        (double counted, double error) = Slope(Late(), p => p.Counted);
        return text.Append(CultureInfo.InvariantCulture, $"slope of the second half: {counted:N0} ± {error:N0} bytes a second").ToString();
    }

    private List<Point> Late() => _points[(_points.Count / 2)..];

    /// <summary>Least squares: bytes a second, and its standard error.</summary>
    private static (double Slope, double Error) Slope(List<Point> points, Func<Point, double> of)
    {
        Assert.True(points.Count >= 5, "The run was too short to tell a slope: raise WINNOW_SOAK_SECONDS.");
        double time = points.Average(p => p.Seconds), mean = points.Average(of), spread = points.Sum(p => (p.Seconds - time) * (p.Seconds - time));
        double slope = points.Sum(p => (p.Seconds - time) * (of(p) - mean)) / spread;
        double residual = points.Sum(p => Math.Pow(of(p) - mean - slope * (p.Seconds - time), 2)) / (points.Count - 2);
        return (slope, Math.Sqrt(residual / spread));
    }
}
