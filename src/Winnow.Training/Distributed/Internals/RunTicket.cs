using System.Security.Cryptography;

namespace Winnow.Training.Distributed;

/// <summary>The name of the run under way, kept beside its checkpoints, so that a coordinator that is started again finds its run in the store.</summary>
/// <param name="checkpoints">The directory of the checkpoints; null: nothing is kept.</param>
internal sealed class RunTicket(string? checkpoints)
{
    private const string FileName = "run.txt";

    private string? FilePath => checkpoints is null ? null : Path.Combine(checkpoints, FileName);

    /// <summary>The run that was under way; null if there was none.</summary>
    public string? Read() => FilePath is { } path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>Keeps the name of a run.</summary>
    public void Write(string run)
    {
        if (FilePath is not { } path) return;
        Directory.CreateDirectory(checkpoints!);
        string aside = path + ".new";
        File.WriteAllText(aside, run);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>A number no other run has. It names keys and touches no result.</summary>
    public static uint NewSalt() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
}
