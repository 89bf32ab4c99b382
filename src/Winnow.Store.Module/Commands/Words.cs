namespace Winnow.Store.Module;

/// <summary>Options of a command: pairs of a word and a value.</summary>
internal static class Words
{
    private const int MostNameBytes = 64, MostValueBytes = 1024;

    /// <summary>Reads pairs.</summary>
    /// <param name="request">The command.</param>
    /// <param name="first">The first argument of them.</param>
    /// <param name="end">Behind the last.</param>
    internal static List<KeyValuePair<string, string>> Of(in Request request, int first, int end)
    {
        if ((end - first) % 2 != 0) throw new CommandException($"ERR the last option of {Request.Shown(request.Bytes(0))} has no value");
        List<KeyValuePair<string, string>> words = [];
        for (int i = first; i < end; i += 2) words.Add(new(request.Text(i, MostNameBytes), request.Text(i + 1, MostValueBytes)));
        return words;
    }

    /// <summary>Answers with options as a map.</summary>
    internal static unsafe void Reply(RedisContext* context, IReadOnlyList<KeyValuePair<string, string>> words)
    {
        Module.Reply.Map(context, words.Count);
        foreach ((string word, string value) in words)
        {
            Module.Reply.Text(context, word);
            Module.Reply.Text(context, value);
        }
    }
}
