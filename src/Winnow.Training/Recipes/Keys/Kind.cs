using Winnow.Training.Laboratory;

namespace Winnow.Training.Recipes;

/// <summary>The kinds of values, by short names, for the key tables.</summary>
internal static class Kind
{
    public static ValueKind<bool> Flag { get; } = new FlagKind();

    public static ValueKind<string> Text { get; } = new TextKind();

    public static ValueKind<IReadOnlyList<string>> Texts { get; } = new TextListKind();

    public static ValueKind<ulong> Seed { get; } = new SeedKind();

    public static ValueKind<DateTimeOffset?> Moment { get; } = new MomentKind();

    public static ValueKind<RankMetric> RankMetric { get; } = new RankMetricKind();

    public static ValueKind<TimeSpan> Duration { get; } = new DurationKind();

    public static ValueKind<int> Whole(int least, int most = int.MaxValue) => new WholeNumberKind(least, most);

    public static ValueKind<long> Long(long least) => new LongNumberKind(least);

    public static ValueKind<int[]> WholeList(int least) => new WholeNumberListKind(least);

    public static ValueKind<float> Number(double least, double most = double.MaxValue) => new NumberKind(least, most);

    public static ValueKind<double> Real(double least, double most = double.MaxValue) => new RealKind(least, most);

    public static ValueKind<T> Choice<T>() where T : struct, Enum => new ChoiceKind<T>();
}
