using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The hidden layers of a tower: weights and biases on the tape, and the same by hand for one vector at a time.</summary>
internal sealed unsafe class TowerLayers(PinnedMatrix[] layers)
{
    /// <summary>Whether there is no layer.</summary>
    public bool IsEmpty => layers.Length == 0;

    private int Widest => layers.Max(layer => layer.Cols);

    /// <summary>Parameters: Glorot uniform weights, zero biases; the last layer starts at zero, so that a tower starts as the sum of its parts.</summary>
    public static List<Parameter> Make(string name, int inputs, int[] hidden, int outputs, RandomStream random)
    {
        List<Parameter> made = [];
        if (hidden.Length == 0) return made;
        int[] widths = [inputs, .. hidden, outputs];
        for (int i = 0; i + 1 < widths.Length; i++)
        {
            Parameter weight = new($"{name}.{i}.weight", new Shape(widths[i], widths[i + 1]));
            float bound = MathF.Sqrt(6f / (widths[i] + widths[i + 1]));
            if (i + 2 < widths.Length) random.Fork(weight.Name).FillUniform(weight.Values, -bound, bound);
            made.Add(weight);
            made.Add(new Parameter($"{name}.{i}.bias", new Shape(1, widths[i + 1]), decays: false));
        }
        return made;
    }

    /// <summary>What the layers make of rows.</summary>
    public static Tensor Forward(Tape tape, Tensor x, List<Parameter> layers)
    {
        for (int i = 0; i < layers.Count; i += 2) x = tape.Linear(x, layers[i], layers[i + 1], i + 2 < layers.Count ? Activation.Relu : Activation.None);
        return x;
    }

    /// <summary>Copies for scoring.</summary>
    public static TowerLayers Of(List<Parameter> parameters)
    {
        PinnedMatrix[] copies = new PinnedMatrix[parameters.Count];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = new PinnedMatrix(parameters[i].Shape.Rows, parameters[i].Shape.Cols);
            parameters[i].Values.CopyTo(copies[i].Values);
        }
        return new TowerLayers(copies);
    }

    /// <summary>Numbers of scratch that <see cref="Add"/> needs.</summary>
    public int Scratch => IsEmpty ? 0 : 2 * Widest;

    /// <summary>Adds what the layers make of one vector.</summary>
    /// <param name="x">Input.</param>
    /// <param name="scratch">[<see cref="Scratch"/>]</param>
    /// <param name="sum">Receives the sum.</param>
    public void Add(float* x, float* scratch, float* sum)
    {
        if (IsEmpty) return;
        for (int i = 0; i < layers.Length; i += 2)
        {
            (PinnedMatrix weight, PinnedMatrix bias) = (layers[i], layers[i + 1]);
            float* y = scratch + (i / 2 % 2 == 0 ? 0 : Widest);
            bias.Row(0).CopyTo(new Span<float>(y, weight.Cols));
            for (int k = 0; k < weight.Rows; k++)
                if (x[k] != 0) FloatRows.AddScaled(weight.RowPointer(k), x[k], y, weight.Cols);
            if (i + 2 < layers.Length)
                for (int d = 0; d < weight.Cols; d++) y[d] = Math.Max(y[d], 0);
            x = y;
        }
        FloatRows.AddScaled(x, 1, sum, layers[^1].Cols);
    }

    public void Save(RecommenderState state, string name)
    {
        for (int i = 0; i < layers.Length; i++) state.Put(Name(name, i), [.. layers[i].Values]);
    }

    public static TowerLayers Load(RecommenderState state, string name, int inputs, int[] hidden, int outputs)
    {
        if (hidden.Length == 0) return new TowerLayers([]);
        int[] widths = [inputs, .. hidden, outputs];
        PinnedMatrix[] loaded = new PinnedMatrix[2 * (widths.Length - 1)];
        for (int i = 0; i < loaded.Length; i++) loaded[i] = PinnedMatrix.Of(state, Name(name, i), i % 2 == 0 ? widths[i / 2] : 1, widths[i / 2 + 1]);
        return new TowerLayers(loaded);
    }

    private static string Name(string name, int i) => $"{name}.{i / 2}.{(i % 2 == 0 ? "weight" : "bias")}";
}
