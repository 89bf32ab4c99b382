using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>What pulls and pushes of tables and dense blocks share: the step asked for, the tag of an update.</summary>
internal static class Step
{
    /// <summary>Answers NOTYET, with the number of steps applied, if a pull asks for a step that has not come.</summary>
    internal static unsafe bool IsMissing(in Request request, long applied, long step)
    {
        if (applied >= step) return false;
        ServerTotals.Traffic.NotYet++;
        Reply.Error(request.Context, "NOTYET"u8, applied);
        return true;
    }

    /// <summary>Source, position, parts and rate, arguments 2 to 5.</summary>
    internal static UpdateTag Tag(in Request request)
    {
        UpdateTag tag = new(request.Unsigned(2), request.Integer(3, 0, UpdateTag.MostPosition), (int)request.Integer(4, 1, UpdateTag.MostParts), request.Float(5));
        if (!(tag.LearningRate > 0)) throw request.Bad(5, Request.Shown(request.Bytes(5)), "a rate above 0");
        return tag;
    }
}
