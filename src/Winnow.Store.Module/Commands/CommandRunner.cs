namespace Winnow.Store.Module;

/// <summary>Runs a command so that nothing it throws reaches Redis.</summary>
internal static unsafe class CommandRunner
{
    /// <summary>Runs a command that has already found its arguments complete.</summary>
    /// <param name="command">The command.</param>
    /// <param name="context">The context Redis runs it in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="count">Number of these.</param>
    /// <param name="least">Fewest arguments it needs, name and key included.</param>
    /// <param name="most">Most arguments it takes.</param>
    internal static int Run(delegate*<in Request, void> command, RedisContext* context, RedisString** arguments, int count, int least, int most)
    {
        if (count < least || count > most) return RedisApi.WrongArity(context);
        try
        {
            Request request = new(context, arguments, count);
            command(request);
        }
        catch (CommandException e)
        {
            Fail(context, e.Message);
        }
        catch (ArgumentException e)
        {
            Fail(context, "ERR " + e.Message);
        }
        catch (OutOfMemoryException)
        {
            Fail(context, "OOM the system has no memory for this command");
        }
        catch (Exception e)
        {
            RedisApi.Log(context, "warning"u8, $"winnow: a command failed: {e}");
            Fail(context, $"ERR {e.GetType().Name}: {e.Message}");
        }
        return RedisApi.Ok;
    }

    private static void Fail(RedisContext* context, string message)
    {
        ServerTotals.Traffic.Errors++;
        Reply.Error(context, message);
    }
}
