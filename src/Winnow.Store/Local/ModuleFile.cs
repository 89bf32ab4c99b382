namespace Winnow.Store.Local;

/// <summary>Where the Redis module lies on this machine.</summary>
public static class ModuleFile
{
    /// <summary>Environment variable that names the file.</summary>
    public const string Variable = "WINNOW_MODULE";

    /// <summary>Name of the file.</summary>
    public const string Name = "winnow.so";

    private const string InCheckout = "src/Winnow.Store.Module/bin/winnow/" + Name;

    /// <summary>Why the module cannot be loaded; null if it is there.</summary>
    public static string? Missing => Look().Fault;

    /// <summary>Finds the file: what the variable names, else beside the program, else where a checkout builds it.</summary>
    /// <returns>Its full path; it may be executed, as Redis asks.</returns>
    /// <exception cref="FileNotFoundException">There is none; the message says how to get one.</exception>
    public static string Find() => Look() is var (path, fault) && path is not null ? path : throw new FileNotFoundException(fault);

    private static (string? Path, string? Fault) Look()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? Executable(Path.GetFullPath(named)) : (null, $"{Variable} is '{named}', where there is no file; name the {Name} of this version.");
        string beside = Path.Combine(AppContext.BaseDirectory, Name);
        if (File.Exists(beside)) return Executable(beside);
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string built = Path.Combine(d.FullName, InCheckout);
            if (File.Exists(built)) return Executable(built);
        }
        return (null, $"There is no {Name} beside the program, nor in a checkout around it. "
            + $"Build it (`dotnet publish src/Winnow.Store.Module -r linux-x64 -c Release`), or name one in {Variable}.");
    }

    private static (string? Path, string? Fault) Executable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0
            ? (path, null)
            : (null, $"{path} may not be executed, and Redis loads no such module. Allow it: chmod +x {path}");
}
