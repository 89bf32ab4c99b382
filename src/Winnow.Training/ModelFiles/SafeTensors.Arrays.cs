using System.Runtime.InteropServices;
using System.Text.Json;
using Winnow.Models;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

public static partial class SafeTensors
{
    /// <summary>Elements copied at a time: an array may have more bytes than a span has room for.</summary>
    private const int Slice = 1 << 24;

    /// <summary>Writes what a recommender learnt: arrays of float32 and int32, in the order they were put in.</summary>
    /// <param name="path">The file, replaced when it is there.</param>
    /// <param name="state">The arrays.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteHeader(stream, [.. state.Names.Select(n => new Entry(n, state[n] is int[] ? "I32" : "F32", [state[n].Length]))], metadata: null);
        foreach (string name in state.Names)
        {
            if (state[name] is int[] whole) WriteSlices<int>(stream, whole);
            else WriteSlices<float>(stream, state.Floats(name));
        }
    }

    /// <summary>Reads what <see cref="Write(string, RecommenderState)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StorageException">The file is damaged; the message names the array.</exception>
    public static RecommenderState ReadState(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            using JsonDocument header = ReadHeader(path, stream);
            long start = stream.Position;
            RecommenderState state = new();
            foreach (JsonProperty entry in header.RootElement.EnumerateObject().Where(p => p.Name != Metadata)) ReadArray(path, stream, start, entry, state);
            return state;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StorageException($"{path} is damaged: its header is not readable as JSON ({e.Message}). {Advice}", e);
        }
    }

    private static void ReadArray(string path, FileStream stream, long start, JsonProperty entry, RecommenderState state)
    {
        if (!TryReadEntry(entry.Value, out string type, out int[] shape, out long[] place) || shape.Length != 1 || shape[0] < 0 || type is not ("F32" or "I32"))
            throw new StorageException($"{path} has no usable entry for array '{entry.Name}'; expected F32 or I32 of one axis. {Advice}");
        if (place[0] < 0 || place[1] - place[0] != 4L * shape[0] || start + place[1] > stream.Length)
            throw new StorageException($"{path} places '{entry.Name}' at bytes {place[0]} to {place[1]}, which does not fit its {shape[0]} elements or the file. {Advice}");
        stream.Position = start + place[0];
        if (type == "I32") state.Put(entry.Name, ReadSlices(stream, new int[shape[0]]));
        else state.Put(entry.Name, ReadSlices(stream, new float[shape[0]]));
    }

    private static void WriteSlices<T>(FileStream stream, ReadOnlySpan<T> values) where T : unmanaged
    {
        for (; values.Length > Slice; values = values[Slice..]) stream.Write(MemoryMarshal.AsBytes(values[..Slice]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    private static T[] ReadSlices<T>(FileStream stream, T[] values) where T : unmanaged
    {
        for (int at = 0; at < values.Length; at += Slice) stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(Slice, values.Length - at))));
        return values;
    }
}
