namespace Winnow.Data;

/// <summary>One file of a data set.</summary>
/// <param name="Name">File name without <c>.gz</c>; it may lie there compressed or not.</param>
/// <param name="Rows">Number of rows, or null.</param>
/// <param name="Sha256">SHA-256 of the uncompressed text in lower-case hexadecimal, or null.</param>
/// <param name="Url">Where the publisher offers it, or null.</param>
/// <param name="Header">Whether it has a header, where it differs from the schema's format; else null.</param>
public sealed record DatasetFile(string Name, long? Rows, string? Sha256, Uri? Url, bool? Header)
{
    private const int Sha256Digits = 64;

    internal static DatasetFile From(YamlSection yaml)
    {
        string? sha256 = yaml.OptionalText("sha256"), url = yaml.OptionalText("url");
        if (sha256 is not null && (sha256.Length != Sha256Digits || !sha256.All(char.IsAsciiHexDigitLower)))
            yaml.Fault("sha256", $"sha256 is '{sha256}'; expected {Sha256Digits} lower-case hexadecimal digits.");
        Uri? address = null;
        if (url is not null && !Uri.TryCreate(url, UriKind.Absolute, out address)) yaml.Fault("url", $"url is '{url}'; expected a full address.");
        string name = yaml.Text("file");
        if (name.Split('/', '\\').Contains("..") || Path.IsPathRooted(name)) yaml.Fault("file", $"file is '{name}'; expected a name inside the data set's folder.");
        return new DatasetFile(
            name,
            yaml.Has("rows") ? yaml.LongNumber("rows", 0, min: 0) : null,
            sha256,
            address,
            yaml.Has("header") ? yaml.Flag("header", true) : null);
    }
}
