namespace Winnow.Retrieval;

/// <summary>The file of a graph: the parts of the store, as they lie in memory; see <see cref="PartFile"/>.</summary>
internal static unsafe class HnswFile
{
    private static readonly PartFileKind s_kind = new("WNW-HNSW", 1, "a graph index", "HnswIndex.Save",
        ["nodes", "states", "levels", "scales", "norms", "rows", "ids", "upper layers", "upper links"]);

    internal static void Write(string path, HnswHeader header, HnswStore store) =>
        PartFile.Write(path, s_kind, header, HnswHeaderContext.Default.HnswHeader, store.Sections());

    /// <summary>The store in a mapped file; nothing but the header has been read.</summary>
    internal static HnswStore Map(string path, out HnswHeader header)
    {
        FileMapping mapping = PartFile.Open(path, s_kind, HnswHeaderContext.Default.HnswHeader, out header);
        HnswShape shape = new(header.Dimension, header.Metric, header.Options.Precision, header.Options.Links);
        nint[] at = PartFile.Locate(mapping.Pointer, header);
        HnswSections sections = new()
        {
            Nodes = (byte*)at[0],
            States = (byte*)at[1],
            Levels = (byte*)at[2],
            Scales = (float*)at[3],
            Biases = (float*)at[4],
            Rows = (float*)at[5],
            Ids = (int*)at[6],
            UpperFirst = (int*)at[7],
            UpperLinks = (int*)at[8],
        };
        return new HnswStore(shape, header.Slots, header.UpperLists, sections, mapping) { Entry = header.Entry };
    }

    /// <summary>Compares every part with its checksum.</summary>
    internal static void Verify(string path, HnswStore store, HnswHeader header, CancellationToken cancel = default) =>
        PartFile.Verify(path, s_kind, header, store.Sections(), cancel);
}
