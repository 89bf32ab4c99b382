namespace Winnow.Store.Module;

/// <summary>A command that cannot be carried out; nothing was changed. The message is the error the client gets, code word first.</summary>
internal sealed class CommandException(string message) : Exception(message);
