using Winnow.Embeddings;
using Winnow.Training.ModelFiles;

namespace Winnow.Training.Distributed;

/// <summary>Copies a model between this process and a store at a moment when nobody pushes. Tables go through a temporary file each, so
/// that memory holds a table once.</summary>
internal static class StoreCopy
{
    /// <summary>Reads the model out of the store, with optimiser state and clocks.</summary>
    public static void Fetch(IParameterStore store, LiveModel live)
    {
        store.Blocks.Save(live.Model.Parameters);
        for (int i = 0; i < live.Tables.Count; i++)
        {
            using FileStream file = TemporaryFile();
            store.Tables[i].Save(file);
            file.Position = 0;
            live.Tables[i].Load(file, $"table '{live.Tables[i].Name}' of run {store.Layout.Run}");
        }
    }

    /// <summary>Writes the model into the store.</summary>
    public static void Send(LiveModel live, IParameterStore store)
    {
        store.Blocks.Load(live.Model.Parameters);
        for (int i = 0; i < live.Tables.Count; i++)
        {
            using FileStream file = TemporaryFile();
            live.Tables[i].Save(file);
            file.Position = 0;
            store.Tables[i].Load(file, $"table '{live.Tables[i].Name}'");
        }
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
}
