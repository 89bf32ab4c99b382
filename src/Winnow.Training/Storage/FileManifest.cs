using System.Globalization;
using System.Text;

namespace Winnow.Training.Storage;

/// <summary>
/// The list of files of a directory with the length and checksum of each: <c>manifest.txt</c>, one file a line,
/// <c>checksum bytes path</c>, closed by a line with the checksum of the list itself.
/// </summary>
public static class FileManifest
{
    /// <summary>The name of the manifest inside its directory.</summary>
    public const string FileName = "manifest.txt";

    private const string Header = "winnow manifest 1";
    private const string Closing = "end";

    /// <summary>Lists every file below <paramref name="directory"/>, in ordinal order of their paths.</summary>
    /// <param name="directory">The directory to list.</param>
    public static void Write(string directory)
    {
        StringBuilder text = new(Header + "\n");
        foreach (string path in PathsBelow(directory))
        {
            string file = Path.Combine(directory, path);
            text.Append(CultureInfo.InvariantCulture, $"{FileChecksum.Of(file):x8} {new FileInfo(file).Length} {path}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{FileChecksum.Of(Encoding.UTF8.GetBytes(text.ToString())):x8} {Closing}\n");
        File.WriteAllText(Path.Combine(directory, FileName), text.ToString());
    }

    /// <summary>Checks that every listed file is there, of the listed length and content. Files not listed are not looked at.</summary>
    /// <param name="directory">The directory to check.</param>
    /// <returns>The listed paths, relative to the directory, with '/' between folders.</returns>
    /// <exception cref="StorageException">Something is missing, cut short or changed; the message names the file.</exception>
    public static IReadOnlyList<string> Verify(string directory) => Verify(directory, long.MaxValue);

    /// <summary>Checks as <see cref="Verify(string)"/> does, of large files the length alone: for directories that must be open in seconds whatever their size.</summary>
    /// <param name="directory">The directory to check.</param>
    /// <param name="largest">Bytes of the largest file whose content is checked.</param>
    /// <returns>The listed paths, relative to the directory, with '/' between folders.</returns>
    /// <exception cref="StorageException">Something is missing, cut short or changed; the message names the file.</exception>
    public static IReadOnlyList<string> Verify(string directory, long largest)
    {
        string file = Path.Combine(directory, FileName);
        if (!File.Exists(file))
            throw new StorageException($"{directory} has no {FileName}, so it was not written by Winnow, or not to the end. Name a model or checkpoint directory.");
        List<string> paths = [];
        foreach (string line in ReadLines(file))
        {
            string[] parts = line.Split(' ', 3);
            CheckFile(directory, parts[2], parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), largest);
            paths.Add(parts[2]);
        }

        return paths;
    }

    private static string[] ReadLines(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int listed = bytes.Length - $"00000000 {Closing}\n".Length;
        if (listed <= 0 || !bytes.AsSpan(listed).SequenceEqual(Encoding.UTF8.GetBytes($"{FileChecksum.Of(bytes.AsSpan(0, listed)):x8} {Closing}\n")))
            throw new StorageException($"{file} is damaged: its closing checksum does not fit its {bytes.Length} bytes. Restore the directory from a copy.");
        string[] lines = Encoding.UTF8.GetString(bytes, 0, listed).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines[0] != Header)
            throw new StorageException($"{file} starts with '{lines[0]}', but this version of Winnow reads '{Header}'. Use the version that wrote it.");
        return lines[1..];
    }

    private static void CheckFile(string directory, string path, string checksum, long length, long largest)
    {
        string file = Path.Combine(directory, path);
        if (!File.Exists(file)) throw new StorageException($"{file} is missing, though {FileName} lists it. Restore the directory from a copy.");
        long found = new FileInfo(file).Length;
        if (found != length)
            throw new StorageException($"{file} has {found} bytes, but {length} were written. Restore the directory from a copy.");
        if (length > largest) return;
        uint sum = FileChecksum.Of(file);
        if (sum.ToString("x8", CultureInfo.InvariantCulture) != checksum)
            throw new StorageException($"{file} is damaged: its checksum is {sum:x8}, but {checksum} was written. Restore the directory from a copy.");
    }

    private static IEnumerable<string> PathsBelow(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(directory, f).Replace('\\', '/'))
            .Where(f => f != FileName)
            .Order(StringComparer.Ordinal);
}
