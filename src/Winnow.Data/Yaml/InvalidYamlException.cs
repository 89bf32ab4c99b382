namespace Winnow.Data;

/// <summary>A YAML file (schema, recipe, catalogue entry) does not say what it must; lists every fault, each with its place.</summary>
public sealed class InvalidYamlException : FormatException
{
    /// <summary>Makes the exception; the message holds one line for each fault: <c>file:line:column: message</c>.</summary>
    /// <param name="file">Name of the file, as given by the caller.</param>
    /// <param name="faults">At least one fault, in the order of the file.</param>
    public InvalidYamlException(string file, IReadOnlyList<YamlFault> faults)
        : base(string.Join('\n', faults.Select(f => f.Line == 0 ? f.Message : $"{file}:{f.Line}:{f.Column}: {f.Message}")))
    {
        File = file;
        Faults = faults;
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>Every fault found, in the order of the file.</summary>
    public IReadOnlyList<YamlFault> Faults { get; }
}
