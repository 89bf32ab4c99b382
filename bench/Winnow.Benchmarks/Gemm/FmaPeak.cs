using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Gemm;

/// <summary>The most multiply-adds that this machine does, from registers to registers: the limit of any matrix product.</summary>
internal static class FmaPeak
{
    private const int Loops = 200_000, Chains = 12;      // chains start apart, lest the compiler see that all are one

    /// <summary>GFLOP/s, every thread of the team at work.</summary>
    internal static double Measure(WorkerTeam team)
    {
        Job job = default;
        double seconds = Rounds.SecondsPerCall(() => team.Run(ref job, team.Threads * 4), 0.02, processor: team.Threads == 1);
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        return 2.0 * lanes * Chains * Loops * team.Threads * 4 / seconds / 1e9;
    }

    private struct Job : IParallelJob
    {
        public readonly void Run(int chunk) => GC.KeepAlive(Vector512.IsHardwareAccelerated ? Run512(Loops) : RunVector(Loops));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int loops)
    {
        Vector512<float> a = Vector512.Create(1f), b = Vector512.Create(2f), c = Vector512.Create(3f), d = Vector512.Create(4f);
        Vector512<float> e = Vector512.Create(5f), f = Vector512.Create(6f), g = Vector512.Create(7f), h = Vector512.Create(8f);
        Vector512<float> i = Vector512.Create(9f), j = Vector512.Create(10f), k = Vector512.Create(11f), l = Vector512.Create(12f);
        Vector512<float> x = Vector512.Create(1.0001f), y = Vector512.Create(0.5f);
        for (; loops > 0; loops--)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float RunVector(int loops)
    {
        Vector<float> a = new(1f), b = new(2f), c = new(3f), d = new(4f), e = new(5f), f = new(6f);
        Vector<float> g = new(7f), h = new(8f), i = new(9f), j = new(10f), k = new(11f), l = new(12f);
        Vector<float> x = new(1.0001f), y = new(0.5f);
        for (; loops > 0; loops--)
        {
            a = Vector.MultiplyAddEstimate(x, y, a);
            b = Vector.MultiplyAddEstimate(x, y, b);
            c = Vector.MultiplyAddEstimate(x, y, c);
            d = Vector.MultiplyAddEstimate(x, y, d);
            e = Vector.MultiplyAddEstimate(x, y, e);
            f = Vector.MultiplyAddEstimate(x, y, f);
            g = Vector.MultiplyAddEstimate(x, y, g);
            h = Vector.MultiplyAddEstimate(x, y, h);
            i = Vector.MultiplyAddEstimate(x, y, i);
            j = Vector.MultiplyAddEstimate(x, y, j);
            k = Vector.MultiplyAddEstimate(x, y, k);
            l = Vector.MultiplyAddEstimate(x, y, l);
        }
        return Vector.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
