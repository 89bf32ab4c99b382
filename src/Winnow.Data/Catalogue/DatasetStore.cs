namespace Winnow.Data;

/// <summary>Finds the files of data sets: in <c>$WINNOW_DATA/NAME</c>, then in the user's cache, else at the publisher.</summary>
/// <remarks>Checksums are of the uncompressed text, and are checked whenever a file is opened. Safe from any thread; two processes
/// may download the same file at once, the last one to finish wins.</remarks>
public sealed class DatasetStore
{
    /// <summary>The environment variable that names the folder with the data sets.</summary>
    public const string Variable = "WINNOW_DATA";

    private readonly HttpMessageHandler? _http;

    /// <summary>Makes a store.</summary>
    /// <param name="folder">Folder in which each data set has its folder; null: <c>$WINNOW_DATA</c>, if set.</param>
    /// <param name="cache">Folder into which downloads go; null: <see cref="DefaultCache"/>.</param>
    /// <param name="http">What speaks to publishers; null: the network. Stays the caller's.</param>
    public DatasetStore(string? folder = null, string? cache = null, HttpMessageHandler? http = null)
    {
        Folder = folder ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null);
        Cache = cache ?? DefaultCache;
        _http = http;
    }

    /// <summary>Folder looked into first, or null.</summary>
    public string? Folder { get; }

    /// <summary>Folder looked into second, and into which downloads go.</summary>
    public string Cache { get; }

    /// <summary><c>$XDG_CACHE_HOME/winnow/data</c> or <c>~/.cache/winnow/data</c>; on Windows <c>%LOCALAPPDATA%\winnow\data</c>.</summary>
    public static string DefaultCache
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string caches = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".cache");
            return Path.Combine(caches, "winnow", "data");
        }
    }

    /// <summary>Where a file lies, compressed or not; null if it must be fetched.</summary>
    public string? Find(Dataset dataset, DatasetFile file)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(file);
        return Places(dataset, file).FirstOrDefault(File.Exists);
    }

    /// <summary>Where a file lies, after fetching it if need be, and after checking it.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="file">One of its files.</param>
    /// <param name="progress">Told the bytes fetched so far; null: nobody is.</param>
    /// <param name="cancel">Stops a download; what was fetched is dropped.</param>
    /// <exception cref="DatasetUnavailableException">The file is not here and cannot be had, or is not the one of the catalogue.</exception>
    public string Get(Dataset dataset, DatasetFile file, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        if (Find(dataset, file) is { } path)
        {
            FileCheck.Verify(dataset, file, path);
            return path;
        }
        string target = Path.Combine(Cache, dataset.Folder, file.Name);
        if (file.Url is null) throw new DatasetUnavailableException($"'{file.Name}' of data set '{dataset.Name}' is not here, and its publisher offers no download. {Advice(dataset, file)}");
        Download.ToFile(dataset, file, target, Advice(dataset, file), _http, progress, cancel);
        return target;
    }

    /// <summary>Opens one part of a data set for reading, after fetching and checking its files.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="split">train, validation, test.</param>
    /// <exception cref="DatasetUnavailableException">As for <see cref="Get"/>.</exception>
    public RecordFile Open(Dataset dataset, string split)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        IReadOnlyList<DatasetFile> files = dataset.Split(split).Files;
        FileFormat? format = dataset.Schema.Format;
        TextOrigin[] origins = Origins(dataset, split);
        if (files[0].Header is { } header) format = format! with { Header = header };
        return new RecordFile(origins, dataset.Schema, format);
    }

    /// <summary>The files of one part, after fetching and checking them.</summary>
    internal TextOrigin[] Origins(Dataset dataset, string split) =>
        [.. dataset.Split(split).Files.Select(f => TextOrigin.OfFile(Get(dataset, f)))];

    private IEnumerable<string> Places(Dataset dataset, DatasetFile file)
    {
        foreach (string folder in Folder is null ? [Cache] : (string[])[Folder, Cache])
        {
            yield return Path.Combine(folder, dataset.Folder, file.Name);
            yield return Path.Combine(folder, dataset.Folder, file.Name + ".gz");
        }
    }

    private string Advice(Dataset dataset, DatasetFile file)
    {
        string place = Folder is null
            ? $"{Path.Combine(Cache, dataset.Folder)}, or into FOLDER/{dataset.Folder} and set {Variable}=FOLDER"
            : Path.Combine(Folder, dataset.Folder);
        string page = dataset.Page is null ? "" : $" See {dataset.Page}.";
        return $"Put {file.Name} or {file.Name}.gz into {place}.{page}";
    }
}
