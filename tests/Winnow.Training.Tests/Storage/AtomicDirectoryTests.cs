using Winnow.Training.Storage;

namespace Winnow.Training.Tests.Storage;

public sealed class AtomicDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Write_NewDirectory_HoldsTheFilesAndAManifestThatFits()
    {
        Fill(_place["model"], "first");

        Assert.Equal("first", File.ReadAllText(Path.Combine(_place["model"], "a", "value")));
        Assert.Equal(["a/value"], FileManifest.Verify(_place["model"]));
    }

    [Fact]
    public void Write_OverAnOldDirectory_ReplacesItWhole()
    {
        Fill(_place["model"], "first");
        File.WriteAllText(_place["model/stray"], "from before");

        Fill(_place["model"], "second");

        Assert.Equal("second", File.ReadAllText(Path.Combine(_place["model"], "a", "value")));
        Assert.False(File.Exists(_place["model/stray"]));
        Assert.Equal([_place["model"]], Directory.GetFileSystemEntries(_place.Path));
    }

    [Fact]
    public void Write_FillFails_KeepsWhatWasThereAndSaysWhy()
    {
        Fill(_place["model"], "first");

        StorageException e = Assert.Throws<StorageException>(() =>
            AtomicDirectory.Write(_place["model"], _ => throw new IOException("No space left on device.")));

        Assert.Contains("No space left on device.", e.Message, StringComparison.Ordinal);
        Assert.Contains("untouched", e.Message, StringComparison.Ordinal);
        Assert.Equal("first", File.ReadAllText(Path.Combine(_place["model"], "a", "value")));
        Assert.Equal([_place["model"]], Directory.GetFileSystemEntries(_place.Path));
    }

    [Fact]
    public void Recover_KilledBetweenTheTwoRenames_PutsTheOldDirectoryBack()
    {
        Fill(_place["model"], "first");
        Directory.Move(_place["model"], _place["model.old"]);
        Directory.CreateDirectory(_place["model.partial"]);

        AtomicDirectory.Recover(_place["model"]);

        Assert.Equal(["a/value"], FileManifest.Verify(_place["model"]));
        Assert.Equal([_place["model"]], Directory.GetFileSystemEntries(_place.Path));
    }

    [Fact]
    public void Recover_KilledAfterTheSecondRename_KeepsTheNewDirectory()
    {
        Fill(_place["model"], "new");
        Fill(_place["other"], "old");
        Directory.Move(_place["other"], _place["model.old"]);

        AtomicDirectory.Recover(_place["model"]);

        Assert.Equal("new", File.ReadAllText(Path.Combine(_place["model"], "a", "value")));
        Assert.False(Directory.Exists(_place["model.old"]));
    }

    [Fact]
    public void Verify_AnyByteOfAnyFileFlipped_NamesTheFile()
    {
        Fill(_place["model"], "some value of some length");
        foreach (string file in Directory.GetFiles(_place["model"], "*", SearchOption.AllDirectories))
        {
            byte[] good = File.ReadAllBytes(file);
            for (int at = 0; at < good.Length; at++)
            {
                byte[] bad = [.. good];
                bad[at] ^= (byte)(1 << (at % 8));
                File.WriteAllBytes(file, bad);

                StorageException e = Assert.Throws<StorageException>(() => FileManifest.Verify(_place["model"]));
                Assert.Contains(Path.GetFileName(file), e.Message, StringComparison.Ordinal);
            }

            File.WriteAllBytes(file, good);
        }
    }

    [Theory, InlineData("a/value"), InlineData(FileManifest.FileName)]
    public void Verify_FileCutShort_SaysSo(string name)
    {
        Fill(_place["model"], "some value");
        string file = Path.Combine(_place["model"], name);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);

        Assert.Throws<StorageException>(() => FileManifest.Verify(_place["model"]));
    }

    [Fact]
    public void Verify_ForeignDirectory_SaysThatItIsNoModel()
    {
        StorageException e = Assert.Throws<StorageException>(() => FileManifest.Verify(_place.Path));

        Assert.Contains("not written by Winnow", e.Message, StringComparison.Ordinal);
    }

    private static void Fill(string path, string value) => AtomicDirectory.Write(path, directory =>
    {
        Directory.CreateDirectory(Path.Combine(directory, "a"));
        File.WriteAllText(Path.Combine(directory, "a", "value"), value);
    });
}
