namespace Winnow.Data;

/// <summary>Adds one <c>id:weight</c> to the items of a block.</summary>
internal static unsafe class WeightedToken
{
    /// <summary>Adds the id [<paramref name="start"/>, <paramref name="colon"/>) with the weight (<paramref name="colon"/>,
    /// <paramref name="end"/>), or tells what is wrong with it.</summary>
    public static RowFault? Add(RecordBlock block, int start, int colon, int end)
    {
        if (colon <= start || colon == end - 1) return RowFault.MalformedToken;
        if (end - start > RecordFile.MaxFieldBytes) return RowFault.FieldTooLong;
        if (!NumberText.TryParse(block.Text + colon + 1, end - colon - 1, out double weight)) return RowFault.NotANumber;
        if (!float.IsFinite((float)weight)) return RowFault.NotFinite;
        block.AddItem(start, colon - start, (float)weight);
        return null;
    }
}
