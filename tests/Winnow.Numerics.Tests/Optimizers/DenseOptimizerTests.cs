namespace Winnow.Numerics.Tests;

public sealed class DenseOptimizerTests
{
    private const float Rate = 0.01f;
    private const int Steps = 12;

    public static TheoryData<int> Lengths => new() { 1, 7, 8, 33, 40_001 };

    [Theory, MemberData(nameof(Lengths))]
    public void Sgd_Plain_MatchesReference(int n) => Check(n, new SgdOptimizer { L2 = 0.1f },
        (ref double w, double g, double[] _, int _) => w -= Rate * (g + 0.1f * w));

    [Theory, MemberData(nameof(Lengths))]
    public void Sgd_Momentum_MatchesReference(int n) => Check(n, new SgdOptimizer { Momentum = 0.9f }, (ref double w, double g, double[] s, int _) =>
    {
        s[0] = 0.9f * s[0] + g;
        w -= Rate * s[0];
    });

    [Theory, MemberData(nameof(Lengths))]
    public void Adagrad_WithInitialAccumulator_MatchesReference(int n) =>
        Check(n, new AdagradOptimizer { InitialAccumulator = 0.1f, L2 = 0.05f }, (ref double w, double g, double[] s, int _) =>
        {
            g += 0.05f * w;
            s[0] += g * g;
            w -= Rate * g / (Math.Sqrt(s[0] + 0.1f) + 1e-10);
        });

    [Theory, MemberData(nameof(Lengths))]
    public void Adam_Defaults_MatchesReference(int n) => Check(n, new AdamOptimizer { L2 = 0.05f },
        (ref double w, double g, double[] s, int t) => w -= AdamStep(g + 0.05f * w, s, t));

    [Theory, MemberData(nameof(Lengths))]
    public void AdamW_Defaults_MatchesReference(int n) => Check(n, new AdamWOptimizer { WeightDecay = 0.2f },
        (ref double w, double g, double[] s, int t) => w = w * (1 - Rate * 0.2f) - AdamStep(g, s, t));

    [Fact]
    public void Step_WithoutGradient_LeavesTheParameterAlone()
    {
        using Parameter p = new("w", new Shape(3));
        p.Values.Fill(2);

        new AdamWOptimizer { WeightDecay = 0.5f }.Step([p], Rate, WorkerTeam.Single);

        Assert.Equal([2, 2, 2], p.Values.ToArray());
        Assert.Equal(0, p.Updates);
    }

    [Fact]
    public void Step_ParameterThatDoesNotDecay_IgnoresL2()
    {
        using Parameter p = new("b", new Shape(2), decays: false);
        p.Values.Fill(2);
        SetGradient(p, _ => 0);

        new SgdOptimizer { L2 = 0.5f }.Step([p], 1, WorkerTeam.Single);

        Assert.Equal([2, 2], p.Values.ToArray());
    }

    [Fact]
    public void Options_OutsideRange_ThrowAtOnce()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamOptimizer { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SgdOptimizer { Momentum = -0.1f });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdagradOptimizer { Epsilon = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamWOptimizer { WeightDecay = float.NaN });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Clip_LongerThanTheBound_ScalesAllGradientsTogether(int threads)
    {
        using WorkerTeam team = new(threads);
        using Parameter a = new("a", new Shape(40_001)), b = new("b", new Shape(3)), unused = new("c", new Shape(2));
        using GradientClipping clipping = new(5);
        SetGradient(a, i => i == 40_000 ? 6 : 0);
        SetGradient(b, i => i == 1 ? 8 : 0);

        double norm = clipping.Clip([a, b, unused], team);

        Assert.Equal(10, norm);
        Assert.Equal(3, a.Gradients[40_000]);
        Assert.Equal(4, b.Gradients[1]);
        Assert.False(unused.HasGradient);
    }

    [Fact]
    public void Clip_ShorterOrNotFinite_ChangesNothing()
    {
        using Parameter p = new("a", new Shape(2));
        using GradientClipping clipping = new(5);
        SetGradient(p, _ => 3);
        Assert.Equal(Math.Sqrt(18), clipping.Clip([p], WorkerTeam.Single), 1e-12);
        Assert.Equal(3, p.Gradients[0]);
        SetGradient(p, i => i == 0 ? float.PositiveInfinity : 1);
        Assert.Equal(double.PositiveInfinity, clipping.Clip([p], WorkerTeam.Single));
        Assert.Equal(1, p.Gradients[1]);
    }

    private delegate void Reference(ref double w, double gradient, double[] state, int step);

    private static void Check(int n, IDenseOptimizer optimizer, Reference reference)
    {
        using WorkerTeam team = new(2);
        using Parameter p = new("w", new Shape(n));
        double[] expected = new double[n];
        double[][] state = [.. Enumerable.Range(0, n).Select(_ => new double[2])];
        for (int i = 0; i < n; i++) expected[i] = p.Values[i] = Number(i, 0);
        for (int step = 1; step <= Steps; step++)
        {
            SetGradient(p, i => Number(i, step));
            for (int i = 0; i < n; i++) reference(ref expected[i], Number(i, step), state[i], step);
            optimizer.Step([p], Rate, team);
            Assert.False(p.HasGradient);
        }

        Assert.Equal(Steps, p.Updates);
        Assert.Equal(optimizer.StateSlots, p.StateSlots);
        double tolerance = Steps * 8 * Math.Pow(2, -24) * 2;        // 8 roundings a step of numbers below 2
        for (int i = 0; i < n; i++) Assert.Equal(expected[i], p.Values[i], tolerance);
    }

    private static double AdamStep(double g, double[] s, int t)
    {
        s[0] = 0.9f * s[0] + (1 - 0.9f) * g;
        s[1] = 0.999f * s[1] + (1 - 0.999f) * g * g;
        return Rate * s[0] / (1 - Math.Pow(0.9f, t)) / (Math.Sqrt(s[1] / (1 - Math.Pow(0.999f, t))) + 1e-8);
    }

    private static float Number(int i, int step) => ((i * 37 + step * 101) % 199 - 99) / 99f;

    private static void SetGradient(Parameter p, Func<int, float> value)
    {
        for (int i = 0; i < p.Gradients.Length; i++) p.Gradients[i] = value(i);
        p.HasGradient = true;
    }
}
