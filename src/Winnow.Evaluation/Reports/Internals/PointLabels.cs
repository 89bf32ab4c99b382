namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Finds a place beside each point for its name, so that names cover neither points nor one another where that can be had.</summary>
internal static class PointLabels
{
    private const double CharacterWidth = 6.9, LineHeight = 13, Gap = 8;

    private static readonly (double X, double Y, string Anchor)[] Offsets =
    [
        (Gap, 4, ""), (-Gap, 4, "end"), (0, -Gap, "middle"), (0, Gap + 10, "middle"), (Gap, -7, ""), (Gap, 15, ""), (-Gap, -7, "end"), (-Gap, 15, "end"),
        .. new[] { 14.0, 27, 40, 53, 66 }.SelectMany(away => new (double, double, string)[]
        {
            (0, -Gap - away, "middle"), (0, Gap + 10 + away, "middle"), (Gap + 6, -away, ""), (Gap + 6, away + 8, ""), (-Gap - 6, -away, "end"),
            (-Gap - 6, away + 8, "end"), (Gap + away, 4, ""), (-Gap - away, 4, "end"),
        }),
    ];

    /// <summary>Places names one by one, the points with the nearest neighbours first.</summary>
    /// <param name="points">Where the points are.</param>
    /// <param name="names">Their names.</param>
    /// <param name="frame">What labels should not leave.</param>
    /// <returns>Base line and anchor of each name.</returns>
    internal static (double X, double Y, string Anchor)[] Place(
        (double X, double Y)[] points, string[] names, (double Left, double Top, double Right, double Bottom) frame)
    {
        List<Box> taken = [.. points.Select(p => new Box(p.X - 5, p.Y - 5, p.X + 5, p.Y + 5))];
        (double X, double Y, string Anchor)[] placed = new (double, double, string)[points.Length];
        foreach (int i in Enumerable.Range(0, points.Length).OrderByDescending(i => points.Count(p => Near(p, points[i]))).ThenBy(i => points[i].Y))
        {
            (double X, double Y, string Anchor) best = default;
            double least = double.PositiveInfinity;
            Box chosen = default;
            foreach ((double x, double y, string anchor) in Offsets)
            {
                Box box = BoxOf(points[i].X + x, points[i].Y + y, anchor, names[i]);
                double cost = taken.Sum(box.Overlap) + 3 * box.Outside(frame) + 0.6 * (Math.Abs(x) + Math.Abs(y));
                if (cost < least) (best, least, chosen) = ((points[i].X + x, points[i].Y + y, anchor), cost, box);
            }
            placed[i] = best;
            taken.Add(chosen);
        }
        return placed;
    }

    private static bool Near((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 80 && Math.Abs(a.Y - b.Y) < 20;

    private static Box BoxOf(double x, double y, string anchor, string name)
    {
        double width = CharacterWidth * name.Length, left = anchor switch { "end" => x - width, "middle" => x - width / 2, _ => x };
        return new Box(left, y - LineHeight + 3, left + width, y + 3);
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        internal double Overlap(Box other) =>
            Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));

        /// <summary>Area beyond the frame, so that it weighs as an overlap does.</summary>
        internal double Outside((double Left, double Top, double Right, double Bottom) frame) =>
            LineHeight * (Math.Max(0, frame.Left - Left) + Math.Max(0, Right - frame.Right)) + (Right - Left) * (Math.Max(0, frame.Top - Top) + Math.Max(0, Bottom - frame.Bottom));
    }
}
