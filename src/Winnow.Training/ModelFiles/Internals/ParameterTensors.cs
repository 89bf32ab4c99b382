using System.Globalization;
using Winnow.Numerics;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>Parameters and their optimiser state as named tensors.</summary>
internal static class ParameterTensors
{
    private const int MostSlots = 8;

    /// <summary>The value of a parameter under its own name.</summary>
    public static unsafe NamedTensor Value(Parameter parameter) =>
        new(parameter.Name, ShapeOf(parameter), parameter.Value.Data, parameter.Values.Length);

    /// <summary>Writes the slots of all parameters; how many each has, and its number of updates, stands in the header.</summary>
    public static void WriteState(string path, IReadOnlyList<Parameter> parameters)
    {
        Dictionary<string, string> updates = parameters.ToDictionary(
            p => p.Name, p => string.Create(CultureInfo.InvariantCulture, $"{p.Updates} {p.StateSlots}"));
        SafeTensors.Write(path, [.. parameters.SelectMany(p => Slots(p, p.StateSlots))], updates);
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    public static void ReadState(string path, IReadOnlyList<Parameter> parameters)
    {
        IReadOnlyDictionary<string, string> updates = SafeTensors.ReadMetadata(path);
        List<NamedTensor> slots = [];
        foreach (Parameter parameter in parameters)
        {
            string[] numbers = updates.GetValueOrDefault(parameter.Name, "").Split(' ');
            if (numbers.Length != 2 || !long.TryParse(numbers[0], out long count) || !int.TryParse(numbers[1], out int used) || used is < 0 or > MostSlots)
                throw new StorageException($"{path} does not tell the updates of '{parameter.Name}'. It belongs to another model, or is damaged.");
            parameter.Updates = count;
            slots.AddRange(Slots(parameter, used));
        }

        SafeTensors.Read(path, slots);
    }

    private static IEnumerable<NamedTensor> Slots(Parameter parameter, int count) =>
        Enumerable.Range(0, count).Select(slot => Slot(parameter, slot));

    private static unsafe NamedTensor Slot(Parameter parameter, int slot)
    {
        Span<float> state = parameter.State(slot);
        fixed (float* first = state)        // native memory: it does not move
            return new NamedTensor($"{parameter.Name}.state{slot}", ShapeOf(parameter), first, state.Length);
    }

    private static int[] ShapeOf(Parameter parameter) => [parameter.Shape.Rows, parameter.Shape.Cols];
}
