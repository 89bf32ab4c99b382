using System.Buffers;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Judges all models on one resample a chunk; each chunk writes its own slot.</summary>
internal readonly struct ResampleJob(ResampledRows rows, ResampledModel[] models, RandomStream stream) : IParallelJob
{
    internal static void Draw(ResampledRows rows, ResampledModel[] models, BootstrapOptions options)
    {
        foreach (ResampledModel model in models) model.Resamples = new ResampleStatistics[options.Resamples];
        using WorkerTeam team = new(Math.Min(options.Threads, options.Resamples));
        ResampleJob job = new(rows, models, new RandomStream(options.Seed, "bootstrap"));
        team.Run(ref job, options.Resamples);
    }

    public void Run(int chunk)
    {
        int groups = rows.Groups?.Count ?? 0;
        byte[] ofRow = ArrayPool<byte>.Shared.Rent(rows.Count), ofGroup = ArrayPool<byte>.Shared.Rent(groups);
        rows.Draw(stream.Fork((ulong)chunk), ofRow.AsSpan(0, rows.Count), ofGroup.AsSpan(0, groups));
        foreach (ResampledModel model in models) model.Resamples[chunk] = model.Judge(ofRow, ofGroup);
        ArrayPool<byte>.Shared.Return(ofRow);
        ArrayPool<byte>.Shared.Return(ofGroup);
    }
}
