namespace Winnow.Serving.Tests.Experiments;

public sealed class ExperimentTests
{
    private const int Users = 100_000;

    [Fact]
    public void VariantOf_ManyUsers_FollowsTheShares()
    {
        Experiment experiment = new("summer", [new("green", 0.2), new("blue", 0.5)]);

        Dictionary<string, int> seen = Enumerable.Range(0, Users).GroupBy(u => experiment.VariantOf($"user{u}")).ToDictionary(g => g.Key, g => g.Count());

        foreach ((string variant, double share) in new[] { ("green", 0.2), ("blue", 0.5), (ReleaseRegistry.Main, 0.3) })
        {
            double bound = 5 * Math.Sqrt(Users * share * (1 - share));            // five standard deviations of a binomial count
            Assert.InRange(seen[variant], Users * share - bound, Users * share + bound);
        }
    }

    [Fact]
    public void Place_AnyUser_IsUniformAndIndependentOfOtherExperiments()
    {
        const int cells = 10;
        int[,] counts = new int[cells, cells];
        Experiment one = new("one", []), two = new("two", []);
        for (int u = 0; u < Users; u++) counts[(int)(one.Place($"{u}") * cells), (int)(two.Place($"{u}") * cells)]++;

        double expected = (double)Users / (cells * cells), chi = 0;
        foreach (int count in counts) chi += (count - expected) * (count - expected) / expected;

        Assert.InRange(chi, 0, 99 + 5 * Math.Sqrt(2 * 99));                       // chi-squared with 99 degrees of freedom: mean 99, variance 2 · 99
    }

    [Fact]
    public void VariantOf_LastArmGrows_MovesNobodyBetweenTheOthers()
    {
        Experiment small = new("summer", [new("green", 0.2), new("blue", 0.1)]), large = new("summer", [new("green", 0.2), new("blue", 0.4)]);

        for (int u = 0; u < 1_000; u++)
        {
            string before = small.VariantOf($"{u}"), after = large.VariantOf($"{u}");
            Assert.True(before == after || (before == ReleaseRegistry.Main && after == "blue"));
        }
    }

    [Fact]
    public void VariantOf_SameUser_IsTheSameOnEveryMachine()
    {
        Experiment experiment = new("summer", []);

        Assert.Equal(0.8124, experiment.Place("u1"), precision: 4);
        Assert.Equal(ReleaseRegistry.Main, experiment.VariantOf(null));
    }

    [Fact]
    public void Create_BadShares_NamesAllFaults()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new Experiment("x", [new("a", 0.9), new("a", 0.8), new(" ", -0.1)], new("b", 2)));

        foreach (string expected in new[] { "add up", "'a' comes twice", "has no variant", "is -0.1", "'b' is 2" }) Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
