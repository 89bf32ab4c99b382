using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The rows of one table pulled for a batch, with room for their gradients. Grows, never shrinks.</summary>
internal sealed unsafe class TableBlock(int width) : IDisposable
{
    private NativeBuffer<float> _value = new(0), _gradient = new(0);
    private NativeBuffer<int> _hints = new(0);
    private int _rows;

    public MatrixView Value => new(_value.Pointer, _rows, width);

    public MatrixView Gradient
    {
        get
        {
            if (_gradient.Length < _value.Length) Replace(ref _gradient, _value.Length);
            return new(_gradient.Pointer, _rows, width);
        }
    }

    public Span<int> Hints => _hints.Slice(0, _rows);

    /// <summary>Contents are unspecified afterwards.</summary>
    public void Resize(int rows)
    {
        _rows = rows;
        if ((nuint)rows <= _hints.Length) return;
        nuint room = (nuint)rows + (nuint)rows / 2;
        Replace(ref _hints, room);
        Replace(ref _value, room * (nuint)width);
    }

    public void Dispose()
    {
        _value.Dispose();
        _gradient.Dispose();
        _hints.Dispose();
    }

    private static void Replace<T>(ref NativeBuffer<T> buffer, nuint length) where T : unmanaged
    {
        buffer.Dispose();
        buffer = new NativeBuffer<T>(length, zeroed: false);
    }
}
