using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Winnow.Retrieval;

/// <summary>A file in the address space, read when touched. The file may be replaced meanwhile: the mapping keeps the old one.</summary>
internal sealed unsafe class FileMapping : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _pointer;

    internal FileMapping(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        Length = stream.Length;
        if (Length == 0) Throw.File(path, "is empty. It was cut short; restore it from a copy.");
        _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        View.AcquirePointer(ref _pointer);
    }

    internal long Length { get; }

    internal byte* Pointer => _pointer + _view.PointerOffset;

    private SafeMemoryMappedViewHandle View => _view.SafeMemoryMappedViewHandle;

    public void Dispose()
    {
        if (_pointer is null) return;
        _pointer = null;
        View.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
