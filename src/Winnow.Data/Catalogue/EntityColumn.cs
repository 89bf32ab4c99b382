namespace Winnow.Data;

/// <summary>One column of a published file of users or items.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Source">Name of the column in a file with a header; <paramref name="Name"/> unless the catalogue says otherwise.</param>
/// <param name="Prefix">Characters kept of a text; 0: all.</param>
/// <param name="Words">Name of a further feature, the list of the different words of the text in lower case; null: none.</param>
/// <param name="Flags">The texts of <see cref="EntityColumnKind.Flags"/>, one a column; else empty.</param>
public sealed record EntityColumn(string Name, EntityColumnKind Kind, string Source, int Prefix, string? Words, IReadOnlyList<string> Flags)
{
    /// <summary>Number of columns of the file that it reads.</summary>
    public int Width => Kind == EntityColumnKind.Flags ? Flags.Count : 1;

    internal static EntityColumn From(YamlSection yaml)
    {
        string name = yaml.Text("name");
        return new EntityColumn(
            name, yaml.Choice("kind", EntityColumnKind.Text), yaml.Text("source", name), yaml.WholeNumber("prefix", 0, min: 0),
            yaml.OptionalText("words"), yaml.Texts("flags") ?? []);
    }
}
