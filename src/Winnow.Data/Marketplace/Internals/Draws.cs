using Winnow.Numerics;

namespace Winnow.Data.Marketplace.Internals;

/// <summary>Reads a random stream from its start, word after word.</summary>
internal sealed class Draws
{
    private readonly uint[] _words = new uint[128];
    private RandomStream _stream;
    private ulong _filled;
    private int _next;

    internal Draws() => Restart(default);

    /// <summary>Starts over with another stream.</summary>
    internal void Restart(RandomStream stream) => (_stream, _filled, _next) = (stream, 0, _words.Length);

    internal uint Word()
    {
        if (_next == _words.Length)
        {
            _stream.FillUInt32(_words, _filled);
            _filled += (ulong)_words.Length;
            _next = 0;
        }
        return _words[_next++];
    }

    internal ulong TwoWords() => Word() | (ulong)Word() << 32;

    /// <summary>Uniform in (0, 1): never 0, so that its logarithm is finite.</summary>
    internal double Uniform() => (Word() + 0.5) / 4294967296.0;

    internal int Below(int bound) => (int)((ulong)Word() * (ulong)bound >> 32);

    /// <summary>Exponential with mean 1.</summary>
    internal double Exponential() => -Math.Log(Uniform());
}
