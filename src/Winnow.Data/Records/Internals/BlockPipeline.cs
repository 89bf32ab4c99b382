using System.Runtime.ExceptionServices;

namespace Winnow.Data;

/// <summary>Blocks of a source, parsed and, if asked for, encoded by several threads, handed out in the order of the source.</summary>
/// <remarks>A worker takes the next free slot, reads its block while it holds the turn to read, gives the turn on, then parses and
/// encodes. Slots are handed out in a ring, so at most that many blocks are in memory. With one thread the caller does it all.</remarks>
internal sealed class BlockPipeline : IDisposable
{
    private const int SlotsPerThread = 2;

    private readonly IRecordReader _reader;
    private readonly Slot[] _slots;
    private readonly Thread[] _threads;
    private readonly Lock _reading = new();
    private readonly object _changed = new();
    private long _read, _taken;
    private bool _ended, _stopping;

    /// <param name="source">What to read.</param>
    /// <param name="threads">Number of threads that parse, at least 1.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="newEncoder">Makes an encoder for each slot, or null to parse only.</param>
    /// <param name="layout">Layout of the batches the encoders fill.</param>
    public BlockPipeline(
        IRecordSource source, int threads, SourcePosition start = default, Func<RecordEncoder>? newEncoder = null, BatchLayout? layout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _slots = [.. Enumerable.Range(0, threads == 1 ? 1 : threads * SlotsPerThread)
            .Select(_ => new Slot(new RecordBlock(source.Columns), newEncoder?.Invoke(), layout is null ? null : new Batch(layout)))];
        _reader = source.Open(start);
        _threads = new Thread[threads == 1 ? 0 : threads];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"Winnow reader {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The next block in order, valid until the next call; null at the end.</summary>
    public Slot? Next()
    {
        if (_threads.Length == 0) return NextHere();
        lock (_changed)
        {
            if (_taken > 0) Free(_slots[(_taken - 1) % _slots.Length]);
            Slot slot = _slots[_taken % _slots.Length];
            while (slot.State != SlotState.Ready && !(_ended && _taken >= _read)) Monitor.Wait(_changed);
            if (slot.State != SlotState.Ready) return null;
            _taken++;
            slot.Error?.Throw();
            return slot;
        }
    }

    public void Dispose()
    {
        lock (_changed)
        {
            _stopping = true;
            Monitor.PulseAll(_changed);
        }
        foreach (Thread thread in _threads) thread.Join();
        foreach (Slot slot in _slots) slot.Dispose();
        _reader.Dispose();
    }

    private Slot? NextHere()
    {
        Slot slot = _slots[0];
        if (!_reader.Read(slot.Block)) return null;
        slot.Process(_reader);
        return slot;
    }

    private void Free(Slot slot)
    {
        slot.State = SlotState.Free;
        Monitor.PulseAll(_changed);
    }

    private void Work()
    {
        while (Fill() is { } slot)
        {
            if (slot.Error is null) slot.TryProcess(_reader);
            lock (_changed)
            {
                slot.State = SlotState.Ready;
                Monitor.PulseAll(_changed);
            }
        }
    }

    /// <summary>Waits for the turn and a free slot, and reads the next block into it; null at the end.</summary>
    private Slot? Fill()
    {
        lock (_reading)
        {
            Slot slot;
            lock (_changed)
            {
                slot = _slots[_read % _slots.Length];
                while (!_stopping && !_ended && slot.State != SlotState.Free) Monitor.Wait(_changed);
                if (_stopping || _ended) return null;
                slot.State = SlotState.Filling;
            }
            bool read = slot.TryRead(_reader);
            lock (_changed)
            {
                if (read) _read++;
                if (!read || slot.Error is not null)
                {
                    _ended = true;
                    Monitor.PulseAll(_changed);
                }
                if (!read) slot.State = SlotState.Free;
            }
            return read ? slot : null;
        }
    }

    internal enum SlotState
    {
        Free,
        Filling,
        Ready,
    }

    /// <summary>One block with what was made of it.</summary>
    internal sealed class Slot(RecordBlock block, RecordEncoder? encoder, Batch? batch) : IDisposable
    {
        public RecordBlock Block { get; } = block;

        /// <summary>The encoded rows, if an encoder was given.</summary>
        public Batch Batch => batch!;

        public SlotState State { get; set; }

        public ExceptionDispatchInfo? Error { get; private set; }

        public void Process(IRecordReader reader)
        {
            reader.Parse(Block);
            encoder?.Transform(Block, Batch);
        }

        /// <summary>True if there was a block, or an error that takes its place.</summary>
        public bool TryRead(IRecordReader reader)
        {
            try
            {
                return reader.Read(Block);
            }
            catch (Exception e)
            {
                Error = ExceptionDispatchInfo.Capture(e);       // thrown to the consumer when its turn comes
                return true;
            }
        }

        public void TryProcess(IRecordReader reader)
        {
            try
            {
                Process(reader);
            }
            catch (Exception e)
            {
                Error = ExceptionDispatchInfo.Capture(e);
            }
        }

        public void Dispose()
        {
            Block.Dispose();
            encoder?.Dispose();
            batch?.Dispose();
        }
    }
}
