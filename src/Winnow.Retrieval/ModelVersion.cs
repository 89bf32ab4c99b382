using System.Text;

namespace Winnow.Retrieval;

/// <summary>Names the model that vectors come from. Vectors of two models cannot be compared, even of the same shape.</summary>
/// <remarks>Equal by its name, ordinally. The default value has no name and is refused by every index.</remarks>
public readonly record struct ModelVersion
{
    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MostBytes = 256;

    private readonly string? _name;

    /// <summary>The version called <paramref name="name"/>: a checksum, a date, a number; whatever the trainer writes.</summary>
    /// <param name="name">1 to <see cref="MostBytes"/> bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public ModelVersion(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > MostBytes) Throw.VersionTooLong(bytes);
        _name = name;
    }

    /// <summary>The name; empty for the default value.</summary>
    public string Name => _name ?? "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
