using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>Each rule against its formula in double precision, one element after the other.</summary>
public sealed unsafe class SparseOptimizerTests
{
    private const int Pushes = 20;
    private const double Tolerance = 40 * Pushes * 1.2e-7;      // some ten float operations a push, each off by half an ulp

    public static TheoryData<int> Dimensions => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Dimensions))]
    public void Sgd_AnyDimension_FollowsItsFormula(int dimension) => AssertFollows(dimension, new SparseSgd(Options), (w, s, g, t) =>
    {
        double eta = Options.LearningRate, l2 = Options.L2;
        for (int i = 0; i < w.Length; i++) w[i] -= eta * (g[i] + l2 * w[i]);
    });

    [Theory, MemberData(nameof(Dimensions))]
    public void Adagrad_AnyDimension_FollowsItsFormula(int dimension) => AssertFollows(dimension, new SparseAdagrad(Options), (w, s, g, t) =>
    {
        for (int i = 0; i < w.Length; i++)
        {
            double d = g[i] + Options.L2 * w[i];
            s[i] += d * d;
            w[i] -= Options.LearningRate * d / (Math.Sqrt(s[i]) + Options.Epsilon);
        }
    });

    [Theory, MemberData(nameof(Dimensions))]
    public void RowWiseAdagrad_AnyDimension_FollowsItsFormula(int dimension) => AssertFollows(dimension, new RowWiseAdagrad(Options), (w, s, g, t) =>
    {
        double[] d = [.. w.Zip(g, (wi, gi) => gi + Options.L2 * wi)];
        s[0] += d.Sum(x => x * x) / w.Length;
        for (int i = 0; i < w.Length; i++) w[i] -= Options.LearningRate * d[i] / (Math.Sqrt(s[0]) + Options.Epsilon);
    });

    [Theory, MemberData(nameof(Dimensions))]
    public void LazyAdam_AnyDimension_FollowsItsFormula(int dimension) => AssertFollows(dimension, new LazyAdam(Options), (w, s, g, t) =>
    {
        double b1 = Options.Beta1, b2 = Options.Beta2;
        for (int i = 0; i < w.Length; i++)
        {
            double d = g[i] + Options.L2 * w[i];
            s[i] = b1 * s[i] + (1 - b1) * d;
            s[w.Length + i] = b2 * s[w.Length + i] + (1 - b2) * d * d;
            double m = s[i] / (1 - Math.Pow(b1, t)), v = s[w.Length + i] / (1 - Math.Pow(b2, t));
            w[i] -= Options.LearningRate * m / (Math.Sqrt(v) + Options.Epsilon);
        }
    });

    [Theory, MemberData(nameof(Dimensions))]
    public void Ftrl_AnyDimension_FollowsItsFormula(int dimension) => AssertFollows(dimension, new Ftrl(Options), (w, s, g, t) =>
    {
        double alpha = Options.LearningRate;
        for (int i = 0; i < w.Length; i++)
        {
            ref double z = ref s[i], n = ref s[w.Length + i];
            double sigma = (Math.Sqrt(n + g[i] * g[i]) - Math.Sqrt(n)) / alpha;
            z += g[i] - sigma * w[i];
            n += g[i] * g[i];
            w[i] = Math.Abs(z) <= Options.L1 ? 0 : -(z - Math.Sign(z) * Options.L1) / ((Options.Beta + Math.Sqrt(n)) / alpha + Options.L2);
        }
    });

    [Fact]
    public void Ftrl_NewRow_HasTheStateWhoseWeightIsTheInitialVector()
    {
        float[] vector = [0.3f, -0.2f, 0], state = new float[6], gradient = new float[3], kept = [.. vector];
        Ftrl ftrl = new(Options);
        fixed (float* w = vector, s = state, g = gradient)
        {
            ftrl.Initialize(w, s, 3);
            ftrl.Begin(Options.LearningRate, 1);
            ftrl.Update(w, s, g, 3);        // a gradient of zero leaves z and n, so it recomputes w from them
        }
        for (int i = 0; i < 3; i++) Assert.Equal(kept[i], vector[i], 1e-6f);
    }

    [Fact]
    public void Ftrl_StrongL1_LeavesWeightsAtExactlyZero()
    {
        float[] vector = new float[4], state = new float[8], gradient = [0.4f, -0.4f, 3, -3];
        Ftrl ftrl = new(Options with { L1 = 1 });
        ftrl.Begin(Options.LearningRate, 1);
        fixed (float* w = vector, s = state, g = gradient) ftrl.Update(w, s, g, 4);

        Assert.Equal(0f, vector[0]);
        Assert.Equal(0f, vector[1]);
        Assert.True(vector[2] < 0 && vector[3] > 0);
    }

    [Fact]
    public void Elementwise_AnyWidth_GivesTheBitsOfTheScalarLoop()
    {
        Random random = new(3);
        float[] wide = [.. Enumerable.Range(0, 31).Select(_ => random.NextSingle())], state = new float[62];
        float[] gradient = [.. Enumerable.Range(0, 31).Select(_ => random.NextSingle() - 0.5f)];
        float[] narrow = [.. wide];
        LazyAdam adam = new(Options);
        adam.Begin(0.1f, 3);
        fixed (float* w = wide, s = state, g = gradient) adam.Update(w, s, g, 31);
        float* one = stackalloc float[2];
        for (int i = 0; i < 31; i++)
        {
            one[0] = one[1] = 0;
            fixed (float* w = &narrow[i], g = &gradient[i]) adam.Update(w, one, g, 1);
        }
        Assert.Equal(narrow, wide);
    }

    [Fact]
    public void Validate_ManyFaults_NamesAllOfThem()
    {
        SparseOptimizerOptions options = new() { LearningRate = -1, L1 = 1, Beta1 = 1, Epsilon = float.NaN };

        string message = Assert.Throws<ArgumentException>(options.Validate).Message;

        Assert.Contains("4 fault(s)", message);
        foreach (string name in (string[])["LearningRate", "L1", "Beta1", "Epsilon"]) Assert.Contains(name, message);
    }

    private static SparseOptimizerOptions Options { get; } = new()
    {
        Algorithm = SparseAlgorithm.Ftrl, LearningRate = 0.1f, L1 = 0.02f, L2 = 0.01f, InitialAccumulator = 0.1f, Epsilon = 1e-6f,
    };

    private static void AssertFollows<T>(int dimension, T optimizer, Action<double[], double[], double[], int> formula)
        where T : struct, ISparseOptimizer
    {
        Random random = new(dimension);
        float[] vector = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f)];
        float[] state = new float[optimizer.StateFloats(dimension)];
        fixed (float* w = vector, s = state) optimizer.Initialize(w, s, dimension);
        double[] exact = [.. vector.Select(x => (double)x)], exactState = [.. state.Select(x => (double)x)];
        for (int push = 1; push <= Pushes; push++)
        {
            float[] gradient = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f)];
            optimizer.Begin(Options.LearningRate, push);
            fixed (float* w = vector, s = state, g = gradient) optimizer.Update(w, s, g, dimension);
            formula(exact, exactState, [.. gradient.Select(x => (double)x)], push);
        }
        for (int i = 0; i < dimension; i++) Assert.InRange(vector[i], exact[i] - Tolerance, exact[i] + Tolerance);
    }
}
