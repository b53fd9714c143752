console.log('The post step will read the log of the emulator.');
