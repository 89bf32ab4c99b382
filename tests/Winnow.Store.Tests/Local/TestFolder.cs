namespace Winnow.Store.Tests.Local;

/// <summary>A folder for the nodes of one test, deleted with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("winnow-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
