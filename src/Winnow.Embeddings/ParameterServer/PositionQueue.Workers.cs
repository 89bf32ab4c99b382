using System.Runtime.InteropServices;

namespace Winnow.Embeddings;

/// <content>Who works: names in native memory, so that they can be written without making strings.</content>
public sealed unsafe partial class PositionQueue
{
    private enum SlotState
    {
        /// <summary>Given back.</summary>
        Free,

        /// <summary>Somebody works on it.</summary>
        Leased,

        /// <summary>Complete, but not all before it.</summary>
        Done,
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        internal long Deadline;
        internal double Loss;
        internal SlotState State;
        internal int Worker, Rows;
        internal float RateFactor;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Worker
    {
        internal long Deadline;
        internal int Length;            // 0: nobody
        internal fixed byte Name[MostNameLength];
    }

    /// <summary>Notes that a worker lives, and returns its number. Its deadline is put off only when half of the term is over: asking in vain again
    /// and again, as workers do, changes nothing.</summary>
    private int Hear(ReadOnlySpan<char> name, long term, long now)
    {
        CheckName(name);
        int number = Find(name);
        if (number < 0) number = AddWorker(name, now);
        if (_workers[number].Deadline - now >= term / 2 && _workers[number].Deadline - now <= term) return number;
        _workers[number].Deadline = now + term;
        Changes++;
        return number;
    }

    private int Find(ReadOnlySpan<char> name)
    {
        for (int number = 0; number < _workers.Count; number++)
            if (IsNamed(_workers.Pointer + number, name)) return number;
        return -1;
    }

    private static bool IsNamed(Worker* worker, ReadOnlySpan<char> name)
    {
        if (worker->Length != name.Length) return false;
        for (int i = 0; i < name.Length; i++)
            if (worker->Name[i] != name[i]) return false;
        return true;
    }

    /// <summary>Takes the lowest number of nobody, or of a worker that is long gone and holds nothing.</summary>
    private int AddWorker(ReadOnlySpan<char> name, long now)
    {
        int number = 0;
        while (number < _workers.Count && _workers[number].Length > 0) number++;
        if (number == MostWorkers) number = ForgetSilent(now);
        if (number < 0) Throw.TooManyWorkers();
        if (number == _workers.Count) _workers.Add(default);
        Worker* worker = _workers.Pointer + number;
        *worker = new() { Length = name.Length };
        for (int i = 0; i < name.Length; i++) worker->Name[i] = (byte)name[i];
        return number;
    }

    private int ForgetSilent(long now)
    {
        for (int number = 0; number < _workers.Count; number++)
        {
            if (_workers[number].Deadline > now || HoldsAny(number)) continue;
            return number;
        }
        return -1;
    }

    private bool HoldsAny(int worker)
    {
        for (long position = _head.Completed; position < _head.Next; position++)
            if (At(position)->State == SlotState.Leased && At(position)->Worker == worker) return true;
        return false;
    }

    private static void CheckName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MostNameLength || name.ContainsAnyExceptInRange('!', '~')) Throw.WorkerName(name.Length);
    }
}
