namespace Winnow.Embeddings;

/// <summary>Whether an update comes early enough to be told from a repeat, and in the parts that its run is known for.</summary>
internal static class UpdateWindow
{
    internal static void Check(in UpdateTag tag, AppliedPositions applied)
    {
        int parts = applied.Parts(tag.Source);
        if (parts != 0 && parts != tag.Parts) Throw.PartsDiffer(tag, parts);
        long complete = applied.Watermark(tag.Source), most = complete + AppliedPositions.Window;
        if (tag.Parts > 1) most = (complete / tag.Parts + PendingSteps.MostAhead) * tag.Parts;
        if (tag.Position >= most) Throw.TooFarAhead(tag, complete, most);
    }
}
