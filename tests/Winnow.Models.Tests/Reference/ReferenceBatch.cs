using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

/// <summary>A batch, tables and parameters in double precision, with the building blocks of models written out plainly.</summary>
internal sealed class ReferenceBatch(RankingModel model, Batch batch, IReadOnlyList<RecordingTable> tables)
{
    private readonly Dictionary<string, double[]> _parameters =
        model.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray().Select(v => (double)v).ToArray());

    public int Rows => batch.Rows;

    public int Fields => batch.Layout.Features;

    public int DenseCount => batch.Layout.Dense;

    public double[] Parameter(string name) => _parameters[name];

    public double Dense(int row, int feature) => batch.Dense[row, feature];

    /// <summary>One pooled column of one cell.</summary>
    public double Pooled(int row, int field, int column, int table = 0)
    {
        Span<ulong> keys = batch.Layout.Jagged ? batch.Cell(row, field) : batch.Keys.Slice(row * Fields + field, 1);
        Span<float> weights = batch.CellWeights(row, field);
        double sum = 0;
        for (int i = 0; i < keys.Length; i++)
            if (keys[i] != 0) sum += (weights.IsEmpty ? 1 : weights[i]) * tables[table].Rows[keys[i]][column];
        Column feature = model.Schema.IdFeatures[field];
        return feature.IsMultiValued && feature.Pooling == Pooling.Mean && keys.Length > 0 ? sum / keys.Length : sum;
    }

    public double Linear(int row, int table = 0, string name = "linear")
    {
        double sum = Parameter($"{name}.bias")[0];
        for (int f = 0; f < Fields; f++) sum += Pooled(row, f, 0, table);
        for (int d = 0; d < DenseCount; d++) sum += Parameter($"{name}.dense")[d] * Dense(row, d);
        return sum;
    }

    public double Pairs(int row, int firstColumn, int dim)
    {
        double sum = 0;
        for (int i = 0; i < Fields; i++)
            for (int j = i + 1; j < Fields; j++)
                for (int d = 0; d < dim; d++) sum += Pooled(row, i, firstColumn + d) * Pooled(row, j, firstColumn + d);
        return sum;
    }

    public double FieldAwarePairs(int row, int firstColumn, int dim)
    {
        double sum = 0;
        for (int i = 0; i < Fields; i++)
            for (int j = i + 1; j < Fields; j++)
                for (int d = 0; d < dim; d++) sum += Pooled(row, i, firstColumn + j * dim + d) * Pooled(row, j, firstColumn + i * dim + d);
        return sum;
    }

    public double[] Flat(int row, int firstColumn, int dim, int table = 0) =>
    [
        .. Enumerable.Range(0, Fields * dim).Select(i => Pooled(row, i / dim, firstColumn + i % dim, table)),
        .. Enumerable.Range(0, DenseCount).Select(d => Dense(row, d)),
    ];

    /// <summary>x · W + b.</summary>
    public double[] Map(double[] x, string weight, string bias)
    {
        double[] w = Parameter(weight), y = [.. Parameter(bias)];
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < y.Length; j++) y[j] += x[i] * w[i * y.Length + j];
        return y;
    }

    public double[] Hidden(double[] x, int layers, Func<double, double> activation)
    {
        for (int i = 0; i < layers; i++) x = [.. Map(x, $"deep.{i}.weight", $"deep.{i}.bias").Select(activation)];
        return x;
    }

    public double[] Cross(double[] x0, int layers, int rank)
    {
        double[] x = x0;
        for (int l = 0; l < layers; l++)
        {
            double[] products = rank == 0 ? Map(x, $"cross.{l}.weight", $"cross.{l}.bias") : LowRank(x, $"cross.{l}", rank);
            x = [.. x.Select((v, i) => x0[i] * products[i] + v)];
        }
        return x;
    }

    /// <summary>The loss of the logits of all rows.</summary>
    public double Loss(Func<int, double> logit)
    {
        double sum = 0, total = 0;
        for (int r = 0; r < Rows; r++)
        {
            double z = logit(r), weight = batch.Weights.IsEmpty ? 1 : batch.Weights[r];
            sum += weight * (Math.Log(1 + Math.Exp(-Math.Abs(z))) + Math.Max(z, 0) - z * batch.Labels[r]);
            total += weight;
        }
        return sum / total;
    }

    private double[] LowRank(double[] x, string name, int rank)
    {
        double[] u = Parameter($"{name}.u"), v = Parameter($"{name}.v"), y = [.. Parameter($"{name}.bias")];
        for (int k = 0; k < rank; k++)
        {
            double inner = 0;
            for (int i = 0; i < x.Length; i++) inner += v[i * rank + k] * x[i];
            for (int i = 0; i < x.Length; i++) y[i] += u[i * rank + k] * inner;
        }
        return y;
    }
}
