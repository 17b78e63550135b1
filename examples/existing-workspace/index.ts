// What `export` has written: each object of the workspace, adopted and protected. What you add goes into files of your own, such as this one.
import "./workspace";
