using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>The randomisation test on paired differences.</summary>
internal static class SignFlips
{
    private const int Subsets = 256;

    /// <summary>Share of random flips that make the sum at least as extreme, the observed one counted in.</summary>
    /// <remarks>Differences are taken by eights. Of each eight the sums of all 256 subsets stand in a table, so that a random byte picks the
    /// flipped ones at once: a flip of n differences costs n / 8 look-ups.</remarks>
    internal static double PValue(double[] differences, int flips, RandomStream stream)
    {
        int eights = (differences.Length + 7) / 8;
        double[] sums = new double[eights * Subsets];
        double total = 0, magnitude = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            total += differences[i];
            magnitude += Math.Abs(differences[i]);
            Span<double> table = sums.AsSpan(i / 8 * Subsets, Subsets);
            int bit = 1 << (i % 8);
            for (int subset = bit; subset < 2 * bit; subset++) table[subset] = table[subset - bit] + differences[i];
        }
        int last = differences.Length % 8;                      // of the last eight only some exist: the others add nothing
        if (last > 0)
        {
            Span<double> table = sums.AsSpan((eights - 1) * Subsets, Subsets);
            for (int subset = 1 << last; subset < Subsets; subset++) table[subset] = table[subset & ((1 << last) - 1)];
        }
        double least = Math.Abs(total) - 1e-12 * magnitude;     // equal sums in another order of adding count as equal
        uint[] words = new uint[(eights + 3) / 4];
        int extreme = 0;
        for (int flip = 0; flip < flips; flip++)
        {
            stream.Fork((ulong)flip).FillUInt32(words);
            ReadOnlySpan<byte> picks = MemoryMarshal.AsBytes(words.AsSpan());
            double kept = 0;
            for (int i = 0; i < eights; i++) kept += sums[i * Subsets + picks[i]];
            if (Math.Abs(2 * kept - total) >= least) extreme++;
        }
        return (1.0 + extreme) / (1.0 + flips);
    }
}
